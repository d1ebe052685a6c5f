"""Hidden tests of attention/alibi."""

import pytest
import torch

# B, H, T, D; among them H == T, and numbers of heads that are no power of two.
SIZES = [(2, 4, 6, 3), (1, 8, 5, 4), (2, 3, 3, 5), (1, 6, 9, 2)]


@pytest.fixture
def make(randn):
    """`make(B, H, T, D)`: random queries, keys and values."""
    return lambda *shape, **kw: [randn(*shape, **kw) for _ in range(3)]


@pytest.mark.shape
@pytest.mark.parametrize("heads", [1, 2, 3, 8, 12])
def test_slopes_kind(solution, observe, heads):
    """The slopes are a list of as many floats as there are heads."""
    slopes = solution.alibi_slopes(heads)
    observe([type(slopes).__name__, len(slopes)], "the type and length of the result")


@pytest.mark.shape
@pytest.mark.parametrize("size", [*SIZES, (2, 1, 4, 3)], ids=str)
def test_shape(solution, observe, make, size):
    """The result has the shape of q."""
    observe(tuple(solution.alibi_attention(*make(*size)).shape), "the shape")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
def test_keeps_dtype(solution, observe, make, dtype):
    """The result has the dtype of q."""
    inputs = make(2, 3, 4, 5, dtype=dtype)
    observe(str(solution.alibi_attention(*inputs).dtype), "the dtype")


@pytest.mark.parametrize("heads", [1, 2, 4, 8, 16, 64])
def test_slopes(solution, observe, heads):
    """For a power of two the slopes fall geometrically from 2^(-8 / H) to 2^-8."""
    observe(solution.alibi_slopes(heads), "the slopes")


@pytest.mark.parametrize("heads", [3, 5, 6, 7, 12, 20, 31, 40])
def test_slopes_of_other_numbers(solution, observe, heads):
    """For other numbers every other slope of twice a power of two is added to its own."""
    observe(solution.alibi_slopes(heads), "the slopes")


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_causal(solution, observe, make, size):
    """A causal score falls with the distance to the earlier token, in each head by its slope."""
    observe(solution.alibi_attention(*make(*size)))


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_both_sides(solution, observe, make, size):
    """Without `causal` a score falls with the distance in either direction."""
    observe(solution.alibi_attention(*make(*size), causal=False))


@pytest.mark.parametrize("causal", [True, False])
def test_bias_alone(solution, observe, randn, causal):
    """With queries of zero the weights come from the distances alone."""
    q, k, v = randn(1, 4, 12, 5) * 0, randn(1, 4, 12, 5), randn(1, 4, 12, 5)
    observe(solution.alibi_attention(q, k, v, causal))


def test_later_tokens_change_nothing(solution, observe, make, randn):
    """With causal=True other later tokens leave the results before them as they were."""
    q, k, v = make(2, 3, 6, 4)
    observe(solution.alibi_attention(q, k, v)[:, :, :4], "the first 4 of 6 tokens")
    k[:, :, 4:], v[:, :, 4:] = randn(2, 3, 2, 4) * 10, randn(2, 3, 2, 4)
    observe(solution.alibi_attention(q, k, v)[:, :, :4], "the same, other tokens after them")


@pytest.mark.parametrize("causal", [True, False])
def test_float64(solution, observe, make, causal):
    """In float64 the result is exact to float64's precision, slopes included."""
    observe(solution.alibi_attention(*make(2, 12, 7, 4, dtype=torch.float64), causal))


@pytest.mark.edges
@pytest.mark.parametrize("heads", [0, -3])
def test_no_heads(solution, observe, heads):
    """Fewer than one head raise ValueError."""
    observe.raises(ValueError, solution.alibi_slopes, heads)


@pytest.mark.edges
@pytest.mark.parametrize("causal", [True, False])
def test_one_token(solution, observe, make, causal):
    """A sequence of one token gives that token's value."""
    observe(solution.alibi_attention(*make(2, 3, 1, 4), causal))


@pytest.mark.edges
@pytest.mark.parametrize("causal", [True, False])
def test_long_sequence(solution, observe, make, causal):
    """Over 600 tokens the steep heads see only what is near."""
    observe(solution.alibi_attention(*make(1, 4, 600, 2, dtype=torch.float64), causal))


@pytest.mark.edges
@pytest.mark.parametrize("causal", [True, False])
def test_large_scores(solution, observe, randint, randn, causal):
    """Scores of plus and minus 1e4 give finite weights that sum to one."""
    # Whole numbers, a scale of 1/4 and slopes that are powers of two: the same in any order.
    q = randint(-3, 4, 2, 4, 6, 16).double() * 1000
    k = randint(-3, 4, 2, 4, 6, 16).double()
    v = randn(2, 4, 6, 16, dtype=torch.float64)
    observe(solution.alibi_attention(q, k, v, causal))


@pytest.mark.edges
def test_all_scores_very_low(solution, observe, randint, randn):
    """Later tokens stay hidden when every visible score is far below zero."""
    q = randint(1, 4, 2, 4, 6, 16).double() * 1000
    k = -randint(1, 4, 2, 4, 6, 16).double()
    v = randn(2, 4, 6, 16, dtype=torch.float64)
    observe(solution.alibi_attention(q, k, v))


@pytest.mark.edges
def test_not_contiguous(solution, observe, randn):
    """Heads that are a transposed view of (B, T, H, D) work like a tensor of their own."""
    observe(solution.alibi_attention(*(randn(2, 6, 3, 4).transpose(1, 2) for _ in range(3))))


@pytest.mark.edges
def test_leaves_arguments_alone(solution, observe, make):
    """No argument is changed."""
    inputs = make(2, 3, 5, 4)
    solution.alibi_attention(*inputs)
    for name, tensor in zip("qkv", inputs, strict=True):
        observe(tensor, f"{name} after the call")


@pytest.mark.gradients
@pytest.mark.parametrize("causal", [True, False])
def test_gradients(solution, observe, make, gradients, causal):
    """Gradients reach q, k and v."""
    inputs = make(2, 3, 5, 4, requires_grad=True)
    found = gradients(solution.alibi_attention(*inputs, causal), inputs)
    for name, gradient in zip("qkv", found, strict=True):
        observe(gradient, f"the gradient of {name}")


@pytest.mark.sizes(length=(128, 256, 512, 1024))
def bench_heads(solution, randn, length=256):
    """8 causal heads over 256 tokens."""
    q, k, v = (randn(1, 8, length, 32) for _ in range(3))
    return lambda: solution.alibi_attention(q, k, v)
