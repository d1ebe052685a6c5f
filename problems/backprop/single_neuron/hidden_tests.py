"""Hidden tests of backprop/single_neuron."""

import pytest
import torch

# N, I; among them a square batch
SIZES = [(8, 3), (4, 4), (5, 1), (3, 7)]


@pytest.fixture
def given(randn, rand):
    """`given(n, i)`: x, targets that are 0 or 1, and the pair of weights and bias."""

    def make(n, i):
        x = randn(n, i)
        return x, (rand(n) > 0.5).to(x.dtype), (randn(i), randn())

    return make


def trained(solution, given, lr, epochs):
    """Return the weights, the bias, and the losses as a tensor of the dtype they were made in."""
    weights, bias, losses = solution.train_neuron(*given, lr, epochs)
    return weights, bias, torch.tensor(losses, dtype=given[0].dtype)


@pytest.mark.shape
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_shape(solution, observe, given, size):
    """The parameters keep their shapes, and there is one loss for each epoch."""
    weights, bias, losses = solution.train_neuron(*given(*size), lr=0.1, epochs=3)
    observe([tuple(weights.shape), tuple(bias.shape)], "the shapes of weights and bias")
    observe(len(losses), "the number of losses")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float64], ids=str)
def test_float64(solution, observe, given, dtype):
    """In float64 the parameters are in float64, and exact to its precision, as are the losses."""
    weights, bias, losses = trained(solution, given(8, 3), lr=0.5, epochs=5)
    observe(losses, "the losses")
    observe([weights, bias], "weights and bias")


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_first_loss(solution, observe, given, size):
    """The first loss is the mean squared error of the parameters as they came."""
    observe(trained(solution, given(*size), lr=0.1, epochs=1)[2], "the loss")


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_bias_step(solution, observe, given, size):
    """A first step takes lr times its gradient from the bias."""
    start = given(*size)
    _, bias, _ = trained(solution, start, lr=1.0, epochs=1)
    observe(start[2][1] - bias, "by how much the bias has changed", atol=2e-6, rtol=2e-4)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_weights_step(solution, observe, given, size):
    """A first step takes lr times their gradient from the weights."""
    start = given(*size)
    weights, _, _ = trained(solution, start, lr=1.0, epochs=1)
    observe(start[2][0] - weights, "by how much the weights have changed", atol=2e-6, rtol=2e-4)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_curve(solution, observe, given, size):
    """Over many epochs the loss follows the curve of gradient descent."""
    weights, bias, losses = trained(solution, given(*size), lr=0.5, epochs=25)
    observe(losses, "the losses")
    observe([weights, bias], "weights and bias at the end")


def test_soft_targets(solution, observe, randn, rand):
    """Targets between 0 and 1 are trained for as they are."""
    start = randn(6, 3), rand(6), (randn(3), randn())
    weights, bias, losses = trained(solution, start, lr=0.5, epochs=3)
    observe(losses, "the losses")
    observe([weights, bias], "weights and bias")


def test_result(solution, observe, given):
    """The result is a tuple of weights, bias and a list of Python floats."""
    observe(solution.train_neuron(*given(6, 3), lr=0.1, epochs=2))


@pytest.mark.edges
def test_no_epochs(solution, observe, given):
    """Without an epoch the parameters are as they came, and there is no loss."""
    observe(solution.train_neuron(*given(4, 3), lr=0.1, epochs=0))


@pytest.mark.edges
@pytest.mark.parametrize("size", [(1, 3), (1, 1)], ids=str)
def test_one_row(solution, observe, given, size):
    """A single row is no exception."""
    weights, bias, losses = trained(solution, given(*size), lr=0.5, epochs=3)
    observe(losses, "the losses", atol=1e-6, rtol=2e-4)
    observe([weights, bias], "weights and bias")


@pytest.mark.edges
@pytest.mark.parametrize("size", [100.0, 1e4])
def test_saturated(solution, observe, given, size):
    """Far out the sigmoid is flat: the loss is finite and the row teaches nothing."""
    x, targets, parameters = given(6, 3)
    x[0], x[1] = size * parameters[0].sign(), -size * parameters[0].sign()
    weights, bias, losses = trained(solution, (x, targets, parameters), lr=0.5, epochs=3)
    observe(losses, "the losses")
    observe([weights, bias], "weights and bias")


@pytest.mark.edges
def test_not_contiguous(solution, observe, randn, rand):
    """A transposed x and strided targets work like tensors of their own."""
    start = randn(3, 6).T, rand(6, 2)[:, 0], (randn(3, 2)[:, 1], randn())
    weights, bias, losses = trained(solution, start, lr=0.5, epochs=2)
    observe(losses, "the losses")
    observe([weights, bias], "weights and bias")


@pytest.mark.edges
def test_leaves_arguments_alone(solution, observe, given):
    """No argument is changed: training works on tensors of its own."""
    x, targets, parameters = given(6, 3)
    solution.train_neuron(x, targets, parameters, lr=0.5, epochs=3)
    observe([x, targets, *parameters], "the arguments after the call")


@pytest.mark.edges
def test_parameters_that_want_gradients(solution, observe, given):
    """Parameters that require gradients are trained as well, and nothing is recorded."""
    x, targets, (weights, bias) = given(6, 3)
    start = x, targets, (weights.requires_grad_(), bias.requires_grad_())
    weights, bias, losses = trained(solution, start, lr=0.5, epochs=3)
    observe(losses, "the losses")
    observe([weights.detach(), bias.detach()], "weights and bias")
    observe([weights.requires_grad, bias.requires_grad], "whether they require gradients")


@pytest.mark.sizes(rows=(256, 512, 1024, 2048))
def bench_epochs(solution, given, rows=512):
    """10 epochs on 512 rows of 32 features."""
    start = given(rows, 32)
    return lambda: solution.train_neuron(*start, lr=0.1, epochs=10)
