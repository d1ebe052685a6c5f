"""Hidden tests of activations/swiglu_ffn."""

import pytest
import torch

# (n_embd, hidden) and the leading dimensions; among them a square layer
SIZES = [((6, 16), (4,)), ((4, 4), (4,)), ((5, 3), (2, 3)), ((8, 12), ()), ((3, 7), (2, 2, 2))]


@pytest.fixture
def make(solution, fill, dtype):
    """`make(n_embd, hidden)`: a layer with the weights that every solution is given."""
    return lambda n_embd, hidden: fill(solution.SwiGLUFFN(n_embd, hidden).to(dtype))


@pytest.mark.shape
@pytest.mark.parametrize("n_embd, hidden", [(6, 16), (4, 4), (5, 3)])
def test_parameters(solution, observe, n_embd, hidden):
    """The parameters are the three weights of the statement, by name and shape, and no other."""
    layer = solution.SwiGLUFFN(n_embd, hidden)
    shapes = {name: tuple(weight.shape) for name, weight in layer.named_parameters()}
    observe(shapes, "the parameters")


@pytest.mark.shape
@pytest.mark.parametrize("size, lead", SIZES, ids=str)
def test_shape(make, observe, randn, size, lead):
    """The result has the shape of x."""
    observe(tuple(make(*size)(randn(*lead, size[0])).shape), "the shape")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16], ids=str)
def test_keeps_dtype(make, observe, randn, dtype):
    """A layer converted to another dtype takes and returns that dtype."""
    observe(str(make(6, 16)(randn(3, 6, dtype=dtype)).dtype), "the dtype")


@pytest.mark.parametrize("size, lead", SIZES, ids=str)
def test_values(make, observe, randn, size, lead):
    """The SiLU of the gate projection multiplies the up projection, and down leads back."""
    observe(make(*size)(randn(*lead, size[0]) * 2))


@pytest.mark.parametrize("dtype", [torch.float64], ids=str)
def test_float64(make, observe, randn, dtype):
    """In float64 the result is exact to float64's precision."""
    observe(make(6, 16)(randn(2, 3, 6)))


@pytest.mark.parametrize("n_embd", [1, 2, 3, 96, 288, 768, 4096, 5120, 8192])
def test_hidden_size(solution, observe, n_embd):
    """The hidden size is two thirds of 4 * n_embd, up to the next multiple of 256."""
    observe(solution.hidden_size(n_embd), f"hidden_size({n_embd})")


@pytest.mark.parametrize("multiple_of", [1, 2, 3, 7, 32, 1024])
def test_multiple_of(solution, observe, multiple_of):
    """multiple_of decides which multiple; with 1 the size is only rounded down."""
    sizes = [solution.hidden_size(n, multiple_of) for n in (1, 2, 3, 4, 5, 12, 100)]
    observe(sizes, f"the sizes for 1, 2, 3, 4, 5, 12 and 100 features, multiple_of={multiple_of}")


@pytest.mark.edges
@pytest.mark.parametrize("size", [(1, 1), (1, 5), (4, 1)], ids=str)
def test_size_one(make, observe, randn, size):
    """One feature or one hidden unit is no exception."""
    observe(make(*size)(randn(3, size[0])))


@pytest.mark.edges
@pytest.mark.parametrize("lead", [(0,), (2, 0)], ids=str)
def test_no_rows(make, observe, randn, lead):
    """A batch of no rows gives a batch of no rows."""
    observe(make(6, 8)(randn(*lead, 6)))


@pytest.mark.edges
def test_extremes(make, observe, randn):
    """Where gates are wide open or shut the result is finite."""
    observe(make(6, 16)(randn(4, 6) * 1e4))


@pytest.mark.edges
def test_not_contiguous(make, observe, randn):
    """A transposed x works like a tensor of its own."""
    observe(make(6, 8)(randn(6, 3, 2).transpose(0, 2)))


@pytest.mark.edges
def test_modes_agree(make, observe, randn):
    """There is nothing random in the layer: training and evaluation give the same."""
    layer, x = make(6, 16), randn(4, 6)
    observe(layer.train()(x), "in training")
    observe(layer.eval()(x), "in evaluation")


@pytest.mark.edges
def test_leaves_x_alone(make, observe, randn):
    """The input x itself is not changed."""
    x = randn(4, 6)
    with torch.no_grad():
        make(6, 16)(x)
    observe(x, "x after the call")


@pytest.mark.gradients
def test_gradients(make, observe, randn, gradients):
    """Gradients reach x and all three weights."""
    layer, x = make(6, 16), randn(2, 3, 6, requires_grad=True)
    names, weights = zip(*sorted(layer.named_parameters()), strict=True)
    found = gradients(layer(x), [x, *weights])
    for name, gradient in zip(["x", *names], found, strict=True):
        observe(gradient, f"the gradient of {name}")


@pytest.mark.sizes(rows=(32, 64, 128, 256))
def bench_layer(make, randn, rows=64):
    """64 tokens of 256 features, with 768 hidden units."""
    layer, x = make(256, 768), randn(rows, 256)
    return lambda: layer(x)
