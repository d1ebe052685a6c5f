"""Hidden tests of attention/grouped_query."""

import pytest
import torch

# B, H query heads, G heads of keys and values, T, D.
SIZES = [(2, 4, 2, 5, 3), (1, 6, 3, 4, 4), (2, 6, 2, 3, 5), (1, 9, 3, 3, 3)]
ENDS = [(2, 4, 4, 5, 3), (2, 4, 1, 5, 3), (1, 1, 1, 3, 4)]


@pytest.fixture
def make(randn):
    """`make(B, H, G, T, D)`: random queries, keys and values."""

    def build(batch, heads, groups, *size, **kw):
        return [randn(batch, count, *size, **kw) for count in (heads, groups, groups)]

    return build


@pytest.mark.shape
@pytest.mark.parametrize("size", SIZES + ENDS, ids=str)
def test_shape(solution, observe, make, size):
    """The result has the shape of q."""
    observe(tuple(solution.grouped_query_attention(*make(*size)).shape), "the shape")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
def test_keeps_dtype(solution, observe, make, dtype):
    """The result has the dtype of q."""
    result = solution.grouped_query_attention(*make(2, 4, 2, 3, 4, dtype=dtype), causal=True)
    observe(str(result.dtype), "the dtype")


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_values(solution, observe, make, size):
    """Neighbouring query heads share one head of keys and values."""
    observe(solution.grouped_query_attention(*make(*size)))


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_causal(solution, observe, make, size):
    """With causal=True a token attends to itself and to earlier tokens only."""
    observe(solution.grouped_query_attention(*make(*size), causal=True))


@pytest.mark.parametrize("causal", [False, True])
def test_as_many_groups_as_heads(solution, observe, make, causal):
    """With G = H every query head has keys and values of its own: multi-head attention."""
    observe(solution.grouped_query_attention(*make(2, 4, 4, 5, 3), causal))


@pytest.mark.parametrize("causal", [False, True])
def test_one_group(solution, observe, make, causal):
    """With G = 1 all query heads share keys and values: multi-query attention."""
    observe(solution.grouped_query_attention(*make(2, 4, 1, 5, 3), causal))


@pytest.mark.parametrize("causal", [False, True])
def test_float64(solution, observe, make, causal):
    """In float64 the result is exact to float64's precision."""
    size = (2, 6, 2, 7, 4)
    observe(solution.grouped_query_attention(*make(*size, dtype=torch.float64), causal))


@pytest.mark.edges
@pytest.mark.parametrize("causal", [False, True])
def test_one_token(solution, observe, make, causal):
    """A single token takes the value of its group."""
    observe(solution.grouped_query_attention(*make(2, 6, 2, 1, 4), causal))


@pytest.mark.edges
@pytest.mark.parametrize("heads, groups", [(6, 4), (3, 2), (2, 4)])
def test_does_not_divide(solution, observe, make, heads, groups):
    """A number of query heads that is no multiple of G raises ValueError."""
    inputs = make(2, heads, groups, 3, 4)
    observe.raises(ValueError, solution.grouped_query_attention, *inputs)


@pytest.mark.edges
@pytest.mark.parametrize("causal", [False, True])
def test_large_scores(solution, observe, randint, randn, causal):
    """Scores of plus and minus 1e4 give finite weights that sum to one."""
    # Whole numbers and a scale of 1/4 give the same scores in any order of operations.
    q = randint(-3, 4, 2, 4, 6, 16).double() * 1000
    k = randint(-3, 4, 2, 2, 6, 16).double()
    v = randn(2, 2, 6, 16, dtype=torch.float64)
    observe(solution.grouped_query_attention(q, k, v, causal))


@pytest.mark.edges
def test_not_contiguous(solution, observe, randn):
    """Heads that are a transposed view of (B, T, H, D) work like a tensor of their own."""
    q, k, v = (randn(2, 5, heads, 4).transpose(1, 2) for heads in (6, 2, 2))
    observe(solution.grouped_query_attention(q, k, v))


@pytest.mark.edges
def test_leaves_arguments_alone(solution, observe, make):
    """No argument is changed."""
    inputs = make(2, 4, 2, 5, 3)
    solution.grouped_query_attention(*inputs, causal=True)
    for name, tensor in zip("qkv", inputs, strict=True):
        observe(tensor, f"{name} after the call")


@pytest.mark.gradients
@pytest.mark.parametrize("causal", [False, True])
def test_gradients(solution, observe, make, gradients, causal):
    """Gradients reach q, k and v; a shared head gathers those of all its queries."""
    inputs = make(2, 6, 2, 5, 3, requires_grad=True)
    found = gradients(solution.grouped_query_attention(*inputs, causal), inputs)
    for name, gradient in zip("qkv", found, strict=True):
        observe(gradient, f"the gradient of {name}")


@pytest.mark.sizes(length=(128, 256, 512, 1024))
def bench_heads(solution, randn, length=256):
    """8 query heads over 2 heads of keys and values, 256 tokens."""
    q, k, v = (randn(1, heads, length, 32) for heads in (8, 2, 2))
    return lambda: solution.grouped_query_attention(q, k, v, causal=True)
