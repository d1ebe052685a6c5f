"""Hidden tests of backprop/mlp_train."""

import pytest
import torch

PARAMETERS = ["w1", "b1", "w2", "b2"]
# N, I, H, C; among them sizes that are all alike
SIZES = [(8, 3, 6, 4), (4, 4, 4, 4), (5, 2, 3, 7), (12, 6, 5, 2)]


@pytest.fixture
def given(randn, randint):
    """`given(n, i, h, c)`: x, targets and the tuple of the four parameters."""

    def make(n, i, h, c):
        start = randn(i, h), randn(h), randn(h, c), randn(c)
        return randn(n, i), randint(0, c, n), tuple(p * 0.5 for p in start)

    return make


def trained(solution, given, lr, epochs):
    """Return the losses as a tensor, and the parameters by name."""
    losses, parameters = solution.train_mlp(*given, lr, epochs)
    named = dict(zip(PARAMETERS, parameters, strict=True))
    return torch.tensor(losses, dtype=given[0].dtype), named  # in whose precision they were made


@pytest.mark.shape
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_shape(solution, observe, given, size):
    """There is one loss for each epoch, and the parameters keep their shapes."""
    losses, parameters = solution.train_mlp(*given(*size), lr=0.1, epochs=3)
    observe(len(losses), "the number of losses")
    observe([tuple(p.shape) for p in parameters], "the shapes of w1, b1, w2 and b2")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float64], ids=str)
def test_float64(solution, observe, given, dtype):
    """In float64 the parameters are in float64, and exact to its precision, as are the losses."""
    losses, parameters = trained(solution, given(8, 3, 6, 4), lr=0.3, epochs=5)
    observe(losses, "the losses")
    observe(parameters, "the parameters")


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_first_loss(solution, observe, given, size):
    """The first loss is that of the parameters as they came."""
    observe(trained(solution, given(*size), lr=0.1, epochs=1)[0], "the loss")


@pytest.mark.parametrize("name", reversed(PARAMETERS))
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_one_step(solution, observe, given, size, name):
    """A first step takes lr times its gradient from each parameter."""
    start = given(*size)
    _, parameters = trained(solution, start, lr=1.0, epochs=1)
    observe(start[2][PARAMETERS.index(name)] - parameters[name], f"by how much {name} has changed")


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_curve(solution, observe, given, size):
    """Over many epochs the loss follows the curve of gradient descent."""
    losses, parameters = trained(solution, given(*size), lr=0.2, epochs=20)
    observe(losses, "the losses")
    observe(parameters, "the parameters at the end")


def test_losses_are_floats(solution, observe, given):
    """The result is a tuple, and the losses a list of Python floats."""
    result = solution.train_mlp(*given(6, 3, 4, 3), lr=0.1, epochs=3)
    observe(result, "the result")


@pytest.mark.edges
def test_no_epochs(solution, observe, given):
    """Without an epoch there is no loss, and the parameters are as they came."""
    observe(solution.train_mlp(*given(4, 3, 5, 2), lr=0.1, epochs=0))


@pytest.mark.edges
@pytest.mark.parametrize("size", [(1, 3, 4, 3), (5, 1, 1, 2), (4, 2, 3, 1)], ids=str)
def test_size_one(solution, observe, given, size):
    """One row, one unit or one class is no exception."""
    losses, parameters = trained(solution, given(*size), lr=0.2, epochs=3)
    observe(losses, "the losses", atol=1e-6, rtol=2e-4)
    observe(parameters, "the parameters")


@pytest.mark.edges
def test_large_logits(solution, observe, given):
    """Logits of about 1e4 and -1e4 give a finite loss and finite gradients."""
    x, targets, (w1, b1, w2, b2) = given(6, 3, 5, 4)
    start = x, targets, (w1, b1, w2, b2 * 1e4)
    losses, parameters = trained(solution, start, lr=0.1, epochs=2)
    observe(losses, "the losses")
    observe(parameters, "the parameters")


@pytest.mark.edges
def test_saturated_units(solution, observe, given):
    """A hidden unit that is saturated lets no gradient through."""
    start = given(6, 3, 4, 3)
    start[2][1][:2] = 1000.0
    losses, parameters = trained(solution, start, lr=0.1, epochs=2)
    observe(losses, "the losses")
    observe(parameters, "the parameters")


@pytest.mark.edges
def test_not_contiguous(solution, observe, randn, randint):
    """A transposed x and transposed weights work like tensors of their own."""
    weights = randn(5, 3).T, randn(5), randn(4, 5).T, randn(4)
    start = randn(3, 6).T, randint(0, 4, 6), weights
    losses, parameters = trained(solution, start, lr=0.1, epochs=2)
    observe(losses, "the losses")
    observe(parameters, "the parameters")


@pytest.mark.edges
def test_leaves_arguments_alone(solution, observe, given):
    """No argument is changed: training works on tensors of its own."""
    start = given(6, 3, 5, 4)
    solution.train_mlp(*start, lr=0.5, epochs=3)
    observe(list(start), "the arguments after the call")


@pytest.mark.edges
def test_parameters_that_want_gradients(solution, observe, given):
    """Parameters that require gradients are trained as well, and nothing is recorded."""
    x, targets, start = given(6, 3, 5, 4)
    leaves = tuple(p.requires_grad_() for p in start)
    losses, parameters = solution.train_mlp(x, targets, leaves, lr=0.5, epochs=3)
    observe(torch.tensor(losses, dtype=x.dtype), "the losses")
    observe([p.detach() for p in parameters], "the parameters")
    observe([p.requires_grad for p in parameters], "whether the new parameters require gradients")


@pytest.mark.sizes(rows=(32, 64, 128, 256))
def bench_epochs(solution, given, rows=64):
    """4 epochs on 64 rows of 64 features, with 128 hidden units and 32 classes."""
    start = given(rows, 64, 128, 32)
    return lambda: solution.train_mlp(*start, lr=0.1, epochs=4)
