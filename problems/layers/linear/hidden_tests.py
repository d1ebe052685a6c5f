"""Hidden tests of layers/linear.

The statistics have a tolerance of six standard deviations or more of the difference between two
right answers: a false alarm has a probability below 1e-8 an observation.
"""

import pytest
import torch

SIZES = [(5, 3), (3, 5), (4, 4), (1, 6), (6, 1), (1, 1)]


@pytest.fixture
def make(solution, fill):
    """`make(in_features, out_features, bias)`: a layer with the weights of every solution."""
    return lambda *args: fill(solution.Linear(*args))


@pytest.fixture
def refused(observe):
    """`refused(call)`: the call must raise RuntimeError or ValueError."""

    def check(call, *args):
        def once():
            try:
                return call(*args)
            except (RuntimeError, ValueError) as error:
                raise ValueError(str(error)) from error

        observe.raises(ValueError, once)

    return check


@pytest.mark.shape
@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("sizes", [(5, 3), (3, 5), (4, 4)], ids=str)
def test_parameters(solution, observe, sizes, bias):
    """The parameters are weight (out, in) and, if asked for, bias (out,); both are trained."""
    layer = solution.Linear(*sizes, bias)
    observe({n: tuple(p.shape) for n, p in layer.named_parameters()}, "the parameters")
    observe([p.requires_grad for p in layer.parameters()], "which are trained")
    observe("no bias" if layer.bias is None else "a bias", "the attribute bias")


@pytest.mark.shape
@pytest.mark.parametrize("shape", [(2, 5), (5,), (2, 3, 5), (2, 1, 3, 5), (0, 5)], ids=str)
def test_shape(make, observe, randn, shape):
    """The last dimension becomes out_features; the others stay."""
    observe(tuple(make(5, 3)(randn(*shape)).shape), "the shape")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.bfloat16], ids=str)
def test_keeps_dtype(make, observe, randn, dtype):
    """A layer converted to another dtype takes and returns that dtype."""
    observe(str(make(5, 3).to(dtype)(randn(2, 5, dtype=dtype)).dtype), "the dtype")


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_values(make, observe, randn, sizes, bias):
    """Each output is the dot product of x with its row of the weight, plus its bias."""
    observe(make(*sizes, bias)(randn(4, sizes[0])))


@pytest.mark.parametrize("shape", [(5,), (2, 3, 5), (3, 3, 5), (2, 1, 3, 5)], ids=str)
def test_leading_dimensions(make, observe, randn, shape):
    """Every vector along the last dimension is mapped on its own."""
    observe(make(5, 3)(randn(*shape)))


def test_float64(make, observe, randn):
    """In float64 the result is exact to float64's precision."""
    observe(make(7, 4).double()(randn(3, 7, dtype=torch.float64)))


@pytest.mark.edges
def test_no_rows(make, observe, randn):
    """A batch of no rows gives no rows."""
    observe(make(5, 3)(randn(0, 5)))
    observe(make(5, 3, False)(randn(2, 0, 5)), "without bias")


@pytest.mark.edges
def test_not_contiguous(make, observe, randn):
    """Transposed views work like tensors of their own."""
    observe(make(5, 3)(randn(5, 4).T))
    observe(make(5, 3)(randn(4, 5, 2).transpose(1, 2)), "three dimensions")


@pytest.mark.edges
@pytest.mark.parametrize("sizes, features", [((5, 3), 4), ((5, 3), 3), ((5, 1), 1), ((5, 3), 1)])
def test_wrong_features(make, refused, randn, sizes, features):
    """An x with another number of features is refused."""
    refused(make(*sizes), randn(5, features))


@pytest.mark.edges
def test_one_feature_is_not_broadcast(make, refused, randn):
    """A layer of one input feature takes one, and no more."""
    refused(make(1, 4), randn(2, 4))


@pytest.mark.edges
def test_state_fits(solution, observe, fill, randn):
    """The state of one layer can be loaded into another, and then they agree."""
    state = {key: value.clone() for key, value in fill(solution.Linear(5, 3)).state_dict().items()}
    observe({key: tuple(value.shape) for key, value in sorted(state.items())}, "the state")
    other = solution.Linear(5, 3)
    other.load_state_dict(state)
    observe(other.to(randn(1).device)(randn(2, 5)), "the result with loaded weights")


@pytest.mark.gradients
@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("shape", [(4, 5), (5,), (2, 3, 5)], ids=str)
def test_gradients(make, observe, randn, gradients, shape, bias):
    """Gradients reach x and the parameters, summed over all leading dimensions."""
    layer, x = make(5, 3, bias), randn(*shape, requires_grad=True)
    named = sorted(layer.named_parameters())
    found = gradients(layer(x), [x, *(p for _, p in named)])
    for name, gradient in zip(["x", *(n for n, _ in named)], found, strict=True):
        observe(gradient, f"the gradient of {name}")


@pytest.mark.statistics
@pytest.mark.parametrize("sizes", [(50, 2000), (1000, 100)], ids=str)
def test_initial_weight(solution, observe, sizes):
    """The weight is uniform within 1 / sqrt(in_features)."""
    unit = solution.Linear(*sizes).weight.detach().double() * sizes[0] ** 0.5
    # of 100 000 numbers on [-1, 1], the sd of a difference: means 0.0026, deviations 0.0012,
    # shares 0.0022; the extremes are 1 within 1e-3 but for a probability of e^-50
    observe(float(unit.mean()), "the mean, in units of 1 / sqrt(in_features)", atol=0.018)
    observe(float(unit.std()), "the standard deviation, in these units", atol=0.009)
    observe(float((unit.abs() < 0.5).double().mean()), "the share below half a unit", atol=0.016)
    observe([float(unit.min()), float(unit.max())], "the extremes", atol=2e-3)


@pytest.mark.statistics
def test_initial_bias(solution, observe):
    """The bias is uniform within 1 / sqrt(in_features), too."""
    unit = solution.Linear(25, 20_000).bias.detach().double() * 5
    # of 20 000 numbers, the sd of a difference: means 0.0058, deviations 0.0026
    observe(float(unit.mean()), "the mean, in units of 1 / sqrt(in_features)", atol=0.04)
    observe(float(unit.std()), "the standard deviation, in these units", atol=0.02)
    observe([float(unit.min()), float(unit.max())], "the extremes", atol=1e-2)


@pytest.mark.statistics
def test_initial_values_are_independent(solution, observe):
    """Rows, columns and layers start independent of each other."""
    one, other = (solution.Linear(300, 300).weight.detach().double() * 300**0.5 for _ in range(2))
    for dim in (0, 1):
        # the sd of such a spread over 300 means is 4.1 % of it, 5.8 % of a difference
        observe(float(one.mean(dim).std()), f"the spread of means over dim {dim}", rtol=0.36)
    # of 90 000 products on a scale of 1/3: sd 0.0011, of a difference 0.0016
    observe(float((one * other).mean()), "how two layers go together", atol=0.0105)


@pytest.mark.sizes(rows=(32, 64, 128, 256))
def bench_rows(make, randn, rows=128):
    """128 rows of 512 features to 512."""
    layer, x = make(512, 512), randn(rows, 512)
    return lambda: layer(x)
