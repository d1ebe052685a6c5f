"""Hidden tests of attention/multi_head."""

import pytest
import torch

# (n_embd, n_heads) and (B, T); among them head_size == n_heads, head_size == T and one head.
SIZES = [((12, 3), (2, 5)), ((8, 2), (1, 7)), ((16, 4), (2, 4)), ((6, 1), (2, 4)), ((5, 5), (2, 3))]


@pytest.fixture
def make(solution, fill, dtype):
    """`make(n_embd, n_heads)`: a layer with the weights that every solution is given."""
    return lambda n_embd, n_heads: fill(solution.MultiHeadAttention(n_embd, n_heads).to(dtype))


@pytest.mark.shape
@pytest.mark.parametrize("n_embd, n_heads", [(8, 2), (12, 3), (6, 1)])
def test_parameters(solution, observe, n_embd, n_heads):
    """The parameters are the four weights of the statement, by name and shape, and no other."""
    layer = solution.MultiHeadAttention(n_embd, n_heads)
    shapes = {name: tuple(weight.shape) for name, weight in layer.named_parameters()}
    observe(shapes, "the parameters")


@pytest.mark.shape
@pytest.mark.parametrize("size, batch", SIZES, ids=str)
def test_shape(make, observe, randn, size, batch):
    """The result has the shape of x."""
    layer = make(*size)
    x = randn(*batch, size[0])
    observe(tuple(layer(x).shape), "the shape")
    observe(tuple(layer(x, causal=True).shape), "the shape with causal=True")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
def test_keeps_dtype(make, observe, randn, dtype):
    """A layer converted to another dtype takes and returns that dtype."""
    layer = make(8, 2)
    observe(str(layer(randn(2, 3, 8, dtype=dtype)).dtype), "the dtype")


@pytest.mark.parametrize("size, batch", SIZES, ids=str)
def test_values(make, observe, randn, size, batch):
    """Each head attends with its own slice of the features; the slices are joined and projected."""
    layer = make(*size)
    observe(layer(randn(*batch, size[0])))


@pytest.mark.parametrize("size, batch", SIZES, ids=str)
def test_causal(make, observe, randn, size, batch):
    """With causal=True a token attends to itself and to earlier tokens only."""
    layer = make(*size)
    observe(layer(randn(*batch, size[0]), causal=True))


def test_later_tokens_change_nothing(make, observe, randn):
    """With causal=True other later tokens leave the results before them as they were."""
    layer = make(12, 3)
    x = randn(2, 6, 12)
    other = torch.cat([x[:, :4], randn(2, 2, 12)], dim=1)
    observe(layer(x, causal=True)[:, :4], "the first 4 of 6 tokens")
    observe(layer(other, causal=True)[:, :4], "the same 4 with other tokens after them")


@pytest.mark.parametrize("causal", [False, True])
def test_float64(make, observe, randn, causal):
    """In float64 the result is exact to float64's precision."""
    layer = make(12, 3).double()
    observe(layer(randn(2, 7, 12, dtype=torch.float64), causal))


@pytest.mark.edges
@pytest.mark.parametrize("causal", [False, True])
def test_one_token(make, observe, randn, causal):
    """A sequence of one token gives its own value, projected."""
    layer = make(12, 3)
    observe(layer(randn(2, 1, 12), causal))


@pytest.mark.edges
def test_lengths_may_change(make, observe, randn):
    """One layer takes sequences of different lengths, one after the other."""
    layer = make(8, 2)
    for length in (4, 9, 2):
        observe(layer(randn(1, length, 8), causal=True), f"{length} tokens")
    observe(layer(randn(1, 5, 8)), "5 tokens, not causal")


@pytest.mark.edges
@pytest.mark.parametrize("causal", [False, True])
def test_large_scores(make, observe, randn, causal):
    """Scores of plus and minus 1e4 give finite weights that sum to one."""
    layer = make(12, 3).double()
    observe(layer(randn(2, 7, 12, dtype=torch.float64) * 100, causal))


@pytest.mark.edges
def test_not_contiguous(make, observe, randn):
    """An x that is a transposed view of (T, B, C) works like a tensor of its own."""
    layer = make(12, 3)
    observe(layer(randn(5, 2, 12).transpose(0, 1)))


@pytest.mark.edges
def test_leaves_x_alone(make, observe, randn):
    """The input x itself is not changed."""
    layer = make(8, 2)
    x = randn(2, 5, 8)
    layer(x, causal=True)
    observe(x, "x after the call")


@pytest.mark.edges
@pytest.mark.parametrize("n_embd, n_heads", [(10, 3), (4, 8)])
def test_does_not_divide(solution, observe, n_embd, n_heads):
    """A width that n_heads does not divide raises ValueError."""
    observe.raises(ValueError, solution.MultiHeadAttention, n_embd, n_heads)


@pytest.mark.gradients
@pytest.mark.parametrize("causal", [False, True])
def test_gradients(make, observe, randn, gradients, causal):
    """Gradients reach x and all four weights."""
    layer = make(12, 3)
    x = randn(2, 5, 12, requires_grad=True)
    names, weights = zip(*sorted(layer.named_parameters()), strict=True)
    found = gradients(layer(x, causal), [x, *weights])
    for name, gradient in zip(["x", *names], found, strict=True):
        observe(gradient, f"the gradient of {name}")


@pytest.mark.sizes(length=(128, 256, 512, 1024))
def bench_layer(make, randn, length=128):
    """8 heads of 32 features over 2 sequences of 128 tokens."""
    layer, x = make(256, 8), randn(2, length, 256)
    return lambda: layer(x, causal=True)
