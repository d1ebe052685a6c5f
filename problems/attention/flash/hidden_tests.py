"""Hidden tests of attention/flash."""

import pytest
import torch

SHAPES_AND_BLOCKS = [((6, 4), 2), ((2, 7, 5), 3), ((2, 3, 9, 4), 4), ((8, 8), 3)]


@pytest.mark.shape
@pytest.mark.parametrize(
    "shape, block", [((6, 4), 2), ((2, 7, 3), 3), ((2, 3, 5, 4), 8), ((2, 1, 3, 4, 2), 2)], ids=str
)
def test_shape(solution, observe, randn, shape, block):
    """The result has the shape of q, whether or not the block size divides T."""
    q, k, v = randn(*shape), randn(*shape), randn(*shape)
    observe(tuple(solution.flash_attention(q, k, v, block).shape), "the shape")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
def test_keeps_dtype(solution, observe, randn, dtype):
    """The result has the dtype of the inputs."""
    q, k, v = (randn(2, 5, 4, dtype=dtype) for _ in range(3))
    observe(str(solution.flash_attention(q, k, v, 2).dtype), "the dtype")


@pytest.mark.parametrize("shape, block", SHAPES_AND_BLOCKS, ids=str)
def test_values(solution, observe, randn, shape, block):
    """The result is that of plain attention over all keys."""
    q, k, v = randn(*shape), randn(*shape), randn(*shape)
    observe(solution.flash_attention(q, k, v, block))


@pytest.mark.parametrize("shape, block", SHAPES_AND_BLOCKS, ids=str)
def test_causal(solution, observe, randn, shape, block):
    """With causal=True a token attends to itself and to earlier tokens only, across all blocks."""
    q, k, v = randn(*shape), randn(*shape), randn(*shape)
    observe(solution.flash_attention(q, k, v, block, causal=True))


@pytest.mark.parametrize("causal", [False, True])
def test_float64(solution, observe, randn, causal):
    """In float64 the result is exact to float64's precision."""
    q, k, v = (randn(2, 11, 4, dtype=torch.float64) for _ in range(3))
    observe(solution.flash_attention(q, k, v, 4, causal))


@pytest.mark.edges
@pytest.mark.parametrize("causal", [False, True])
def test_any_block_size(solution, observe, randn, causal):
    """The result is the same for a block of one token, of all, of more, or of any size between."""
    q, k, v = randn(2, 7, 4), randn(2, 7, 4), randn(2, 7, 4)
    for block in (1, 2, 5, 6, 7, 8, 100):
        observe(solution.flash_attention(q, k, v, block, causal), f"7 tokens, block_size={block}")


@pytest.mark.edges
@pytest.mark.parametrize("causal", [False, True])
def test_one_token(solution, observe, randn, causal):
    """A sequence of one token gives that token's value."""
    q, k, v = randn(3, 1, 4), randn(3, 1, 4), randn(3, 1, 4)
    observe(solution.flash_attention(q, k, v, 1, causal), "block_size=1")
    observe(solution.flash_attention(q, k, v, 4, causal), "block_size=4")


@pytest.mark.edges
@pytest.mark.parametrize("causal", [False, True])
def test_scores_rise(solution, observe, randint, randn, causal):
    """Scores up to 1e4 that rise from block to block do not overflow."""
    v = randn(2, 9, 16)
    q = randint(1, 4, 2, 9, 16).to(v.dtype) * 100
    k = torch.arange(9, dtype=v.dtype, device=v.device)[:, None].expand(2, 9, 16)
    observe(solution.flash_attention(q, k, v, 3, causal))


@pytest.mark.edges
@pytest.mark.parametrize("causal", [False, True])
def test_scores_fall(solution, observe, randint, randn, causal):
    """Scores down to -1e4 that fall from block to block do not overflow."""
    v = randn(2, 9, 16)
    q = randint(1, 4, 2, 9, 16).to(v.dtype) * 100
    k = -torch.arange(9, dtype=v.dtype, device=v.device)[:, None].expand(2, 9, 16)
    observe(solution.flash_attention(q, k, v, 3, causal))


@pytest.mark.edges
@pytest.mark.parametrize("causal", [False, True])
def test_large_scores(solution, observe, randint, randn, causal):
    """Scores of plus and minus 1e4 in any order give finite weights that sum to one."""
    # Whole numbers and a scale of 1/4 give the same scores in any order of operations. Ties share
    # a row's weight; float64, for in float32 a logsumexp of 1e4 has no digits left for the tie.
    v = randn(2, 10, 16, dtype=torch.float64)
    q = randint(-3, 4, 2, 10, 16).double() * 1000
    k = randint(-3, 4, 2, 10, 16).double()
    observe(solution.flash_attention(q, k, v, 4, causal))


@pytest.mark.edges
def test_not_contiguous(solution, observe, randn):
    """Heads that are a transposed view of (B, T, H, D) work like a tensor of their own."""
    q, k, v = (randn(2, 7, 3, 4).transpose(1, 2) for _ in range(3))
    observe(solution.flash_attention(q, k, v, 3))


@pytest.mark.edges
def test_leaves_inputs_alone(solution, observe, randn):
    """The inputs q, k and v themselves are not changed."""
    q, k, v = randn(2, 5, 4), randn(2, 5, 4), randn(2, 5, 4)
    solution.flash_attention(q, k, v, 2)
    for name, tensor in {"q": q, "k": k, "v": v}.items():
        observe(tensor, f"{name} after the call")


@pytest.mark.edges
def test_block_below_one(solution, observe, randn):
    """A block size below one raises ValueError."""
    q, k, v = randn(5, 4), randn(5, 4), randn(5, 4)
    observe.raises(ValueError, solution.flash_attention, q, k, v, 0)
    observe.raises(ValueError, solution.flash_attention, q, k, v, -2)


@pytest.mark.gradients
@pytest.mark.parametrize("causal", [False, True])
@pytest.mark.parametrize("block", [4, 16])
def test_gradients(solution, observe, randn, gradients, block, causal):
    """Gradients reach q, k and v through every block."""
    inputs = [randn(2, 9, 4, requires_grad=True) for _ in range(3)]
    result = solution.flash_attention(*inputs, block, causal)
    for name, gradient in zip("qkv", gradients(result, inputs), strict=True):
        observe(gradient, f"the gradient of {name}")


@pytest.mark.cost
def test_memory(solution, observe, randn, cost):
    """At 768 tokens the memory holds a few tensors of T x block_size, none of T x T."""
    q, k, v = (randn(768, 32) for _ in range(3))
    spent = cost(solution.flash_attention, q, k, v, 64, causal=True)
    column = q.element_size() * 768 * 64  # bytes of all queries against one block of keys
    observe(spent.result)
    observe.at_most(spent.peak_bytes, "the peak of bytes", times=3, slack=6 * column)
    # Work that torch does not see cannot be counted, so a share of it has to be seen.
    observe.at_least(spent.flops, "the operations that torch saw", times=0.5)


@pytest.mark.cost
def test_memory_grows_as_t(solution, observe, randn, growth):
    """The memory grows as the number of tokens T, where a T x T tensor grows as T^2."""

    def attend(tokens):
        q, k, v = (randn(tokens, 32) for _ in range(3))
        return lambda: solution.flash_attention(q, k, v, 64, causal=True)

    grown = growth(attend, (256, 512, 1024))
    observe.grows(grown.peak_bytes, "how the peak of bytes grows", at_most=1.2)


@pytest.mark.sizes(length=(256, 512, 1024))
def bench_heads(solution, randn, length=512):
    """8 causal heads over 512 tokens in blocks of 64."""
    q, k, v = (randn(1, 8, length, 32) for _ in range(3))
    return lambda: solution.flash_attention(q, k, v, 64, causal=True)
