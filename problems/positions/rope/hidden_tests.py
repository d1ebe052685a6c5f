"""Hidden tests of positions/rope.

Large positions are compared in float64 and bfloat16: in float32 an angle of 1000 radians has too
few digits left for two right answers to agree to float32's tolerance.
"""

import pytest
import torch

SHAPES = [(5, 4), (3, 2), (2, 6, 8), (2, 3, 4, 6), (2, 1, 3, 5, 2)]


@pytest.mark.shape
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_shape(solution, observe, randn, shape):
    """A rotated tensor has the shape it had before."""
    observe(tuple(solution.rope(randn(*shape), 3).shape), "the shape")


@pytest.mark.shape
@pytest.mark.parametrize("lead", [(), (2,), (2, 3)], ids=str)
def test_attention_shape(solution, observe, randn, lead):
    """Attention has one row a query, as wide as a value."""
    result = solution.rope_attention(randn(*lead, 3, 4), randn(*lead, 7, 4), randn(*lead, 7, 6), 4)
    observe(tuple(result.shape), "the shape")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.bfloat16], ids=str)
def test_keeps_dtype(solution, observe, randn, dtype):
    """A rotated tensor has the dtype it had before."""
    observe(str(solution.rope(randn(2, 5, 4, dtype=dtype), 2).dtype), "the dtype of rope")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
def test_attention_keeps_dtype(solution, observe, randn, dtype):
    """Attention has the dtype of its inputs."""
    q, k, v = (randn(2, 5, 4, dtype=dtype) for _ in range(3))
    observe(str(solution.rope_attention(q, k, v).dtype), "the dtype of rope_attention")


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_values(solution, observe, randn, shape):
    """Feature i pairs with i + D/2, and the pair turns by the position times base^(-2i / D)."""
    observe(solution.rope(randn(*shape)))


def test_one_hot(solution, observe, randn):
    """A single feature spreads to its own pair and to no other."""
    observe(solution.rope(torch.eye(8, dtype=randn(1).dtype, device=randn(1).device)[:, None], 1))


@pytest.mark.parametrize("offset", [1, 2, 11, 40])
def test_offset(solution, observe, randn, offset):
    """The first token stands at position `offset`."""
    observe(solution.rope(randn(2, 5, 6), offset=offset))


@pytest.mark.parametrize("base", [2.0, 100.0, 500000.0])
def test_base(solution, observe, randn, base):
    """The base sets how slowly the later pairs turn."""
    observe(solution.rope(randn(2, 5, 8), 3, base=base))


def test_pieces(solution, observe, randn):
    """A sequence rotated in two pieces is the sequence rotated at once."""
    x = randn(2, 7, 6)
    observe(solution.rope(x), "at once")
    pieces = [solution.rope(x[:, :4]), solution.rope(x[:, 4:], offset=4)]
    observe(torch.cat(pieces, dim=1), "in two pieces")


def test_float64(solution, observe, randn):
    """In float64 the result is exact to float64's precision, angles included."""
    observe(solution.rope(randn(2, 9, 8, dtype=torch.float64), 1000))


def test_scores_depend_on_the_distance(solution, observe, randn):
    """Scores of rotated vectors depend on how far apart they stand, not on where."""
    q, k = (randn(4, 8, dtype=torch.float64) for _ in range(2))
    for shift in (0, 5, 300):
        q_turned, k_turned = solution.rope(q, offset=shift + 2), solution.rope(k, offset=shift)
        observe(q_turned @ k_turned.T, f"the scores, all moved by {shift}")


@pytest.mark.parametrize("lead", [(), (2,), (2, 3)], ids=str)
def test_attention(solution, observe, randn, lead):
    """Queries and keys are rotated, each to its own position; values are not."""
    q, k, v = randn(*lead, 5, 4), randn(*lead, 5, 4), randn(*lead, 5, 4)
    observe(solution.rope_attention(q, k, v))


@pytest.mark.parametrize("base", [100.0, 10000.0])
def test_attention_offset(solution, observe, randn, base):
    """With an offset the queries stand there and the keys at 0 and on."""
    q, k, v = randn(2, 2, 6), randn(2, 7, 6), randn(2, 7, 3)
    observe(solution.rope_attention(q, k, v, offset=5, base=base))


@pytest.mark.edges
def test_position_zero(solution, observe, randn):
    """At position 0 nothing is turned."""
    observe(solution.rope(randn(2, 1, 8)))


@pytest.mark.edges
def test_norms_stay(solution, observe, randn):
    """The rotation changes no vector's norm."""
    x = randn(2, 20, 8) * 100
    observe(solution.rope(x, 7).norm(dim=-1), "the norms")


@pytest.mark.edges
def test_bfloat16_far_out(solution, observe, randn):
    """In bfloat16 the positions themselves are not rounded, however large."""
    observe(solution.rope(randn(2, 9, 16, dtype=torch.bfloat16), offset=1001))


@pytest.mark.edges
def test_bfloat16_is_rounded_once(solution, observe, randn):
    """In bfloat16 the result is rounded only at the end."""
    x = randn(32, 16, dtype=torch.bfloat16)
    result, exact = solution.rope(x).double(), solution.rope(x.double())
    observe(float((result - exact).abs().mean()), "the mean rounding error", rtol=0.15)


@pytest.mark.edges
@pytest.mark.parametrize("features", [1, 3, 7])
def test_odd_width(solution, observe, randn, features):
    """An odd number of features raises ValueError."""
    observe.raises(ValueError, solution.rope, randn(2, 4, features))


@pytest.mark.edges
def test_not_contiguous(solution, observe, randn):
    """Heads that are a transposed view of (B, T, H, D) work like a tensor of their own."""
    q, k, v = (randn(2, 5, 3, 4).transpose(1, 2) for _ in range(3))
    observe(solution.rope(q), "rope")
    observe(solution.rope_attention(q, k, v), "rope_attention")


@pytest.mark.edges
def test_leaves_arguments_alone(solution, observe, randn):
    """No argument is changed."""
    q, k, v = randn(2, 5, 4), randn(2, 5, 4), randn(2, 5, 4)
    solution.rope(q, 1)
    observe(q, "x after rope")
    solution.rope_attention(q, k, v)
    for name, tensor in {"q": q, "k": k, "v": v}.items():
        observe(tensor, f"{name} after rope_attention")


@pytest.mark.gradients
def test_gradients(solution, observe, randn, gradients):
    """Gradients reach x: it is rotated back."""
    x = randn(2, 5, 6, requires_grad=True)
    (dx,) = gradients(solution.rope(x, 4), [x])
    observe(dx, "the gradient of x")


@pytest.mark.gradients
def test_attention_gradients(solution, observe, randn, gradients):
    """Gradients reach q, k and v."""
    inputs = [randn(2, 5, 4, requires_grad=True) for _ in range(3)]
    found = gradients(solution.rope_attention(*inputs, 2), inputs)
    for name, gradient in zip("qkv", found, strict=True):
        observe(gradient, f"the gradient of {name}")


@pytest.mark.sizes(length=(128, 256, 512, 1024))
def bench_heads(solution, randn, length=512):
    """8 heads of 64 features over 512 tokens."""
    x = randn(1, 8, length, 64, dtype=torch.float64)  # far out float32 angles differ
    return lambda: solution.rope(x, 100)
