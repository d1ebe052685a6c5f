"""Hidden tests of losses/cross_entropy_probs."""

import pytest
import torch

SHAPES = [(5, 7), (6, 6), (3, 2), (1, 4)]


@pytest.mark.shape
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_shape(solution, observe, rand, randint, shape):
    """The loss is one number, a tensor of shape ()."""
    loss = solution.cross_entropy_probs(rand(*shape), randint(0, shape[1], shape[0]))
    observe(tuple(loss.shape), "the shape")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
def test_keeps_dtype(solution, observe, rand, randint, dtype):
    """The loss has the dtype of the probabilities."""
    loss = solution.cross_entropy_probs(rand(3, 4).to(dtype), randint(0, 4, 3))
    observe(str(loss.dtype), "the dtype")


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_values(solution, observe, randn, randint, shape):
    """The loss is the mean of the negative logarithms of the targets' probabilities."""
    probs = randn(*shape).softmax(-1)
    observe(solution.cross_entropy_probs(probs, randint(0, shape[1], shape[0])))


def test_values_float64(solution, observe, randn, randint):
    """In float64 nothing is added to a probability, be it as little as eps."""
    probs = randn(8, 16, dtype=torch.float64).softmax(-1)
    observe(solution.cross_entropy_probs(probs, randint(0, 16, 8)))


def test_not_normalised_again(solution, observe, rand, randint):
    """Rows that do not sum to one are taken as they are."""
    observe(solution.cross_entropy_probs(rand(6, 5) / 3 + 0.01, randint(0, 5, 6)))


def test_same_target(solution, observe, rand, randint):
    """Rows that share a target each look up their own probability."""
    observe(solution.cross_entropy_probs(rand(5, 4) / 2 + 0.1, randint(2, 3, 5)))


@pytest.mark.edges
def test_zero(solution, observe, rand, randint):
    """A probability of 0 has the loss -log(eps), not inf."""
    probs, targets = rand(4, 5) / 2 + 0.1, randint(0, 2, 4)
    probs[1, :2] = 0
    observe(solution.cross_entropy_probs(probs, targets))
    observe(solution.cross_entropy_probs(probs * 0, targets), "the loss of zeros only")


@pytest.mark.edges
def test_below_eps(solution, observe, rand, randint):
    """A probability between 0 and eps is raised to eps."""
    probs, targets = rand(4, 5) / 2 + 0.1, randint(0, 2, 4)
    probs[1, :2], probs[2, :2] = 1e-9, 1e-20
    observe(solution.cross_entropy_probs(probs, targets))


@pytest.mark.edges
def test_above_eps(solution, observe, rand, randint):
    """A probability a little above eps keeps its own loss."""
    probs, targets = rand(4, 5) / 2 + 0.1, randint(0, 2, 4)
    probs[1, :2], probs[2, :2] = 2e-7, 1e-6
    observe(solution.cross_entropy_probs(probs, targets))


@pytest.mark.edges
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
def test_one(solution, observe, rand, dtype):
    """A probability of 1 has the loss 0."""
    probs = torch.eye(4, dtype=dtype, device=rand(1).device)
    targets = torch.arange(4, device=probs.device)
    observe(solution.cross_entropy_probs(probs, targets), atol=0.0)


@pytest.mark.edges
@pytest.mark.parametrize("eps", [1e-12, 1e-3, 0.2])
def test_eps(solution, observe, rand, randint, eps):
    """eps decides from where on probabilities are clipped."""
    probs, targets = rand(6, 5) / 2 + 0.3, randint(0, 5, 6)
    probs[1], probs[2], probs[4] = 0, 1e-5, 0.1
    observe(solution.cross_entropy_probs(probs, targets, eps=eps))


@pytest.mark.edges
@pytest.mark.parametrize("shape", [(1, 1), (1, 5), (4, 1)], ids=str)
def test_size_one(solution, observe, rand, randint, shape):
    """One row is its own mean, and one class the target of every row."""
    probs = rand(*shape) / 2 + 0.1
    observe(solution.cross_entropy_probs(probs, randint(0, shape[1], shape[0])))


@pytest.mark.edges
def test_not_contiguous(solution, observe, rand, randint):
    """Transposed probabilities are read along their own rows."""
    observe(solution.cross_entropy_probs(rand(5, 4).T / 2 + 0.1, randint(0, 5, 8)[::2]))


@pytest.mark.edges
def test_leaves_arguments_alone(solution, observe, rand, randint):
    """Neither the probabilities nor the targets are changed."""
    probs, targets = rand(4, 8) / 2, randint(0, 8, 4)
    probs[1:3] = 0
    solution.cross_entropy_probs(probs, targets, eps=0.1)
    observe(probs, "the probabilities after the call")
    observe(targets, "the targets after the call")


@pytest.mark.gradients
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
def test_gradients(solution, observe, rand, randint, gradients, dtype):
    """Each target's probability has the gradient -1 / (N p), and all others have 0."""
    probs = (rand(6, 5) / 2 + 0.1).to(dtype).requires_grad_()
    loss = solution.cross_entropy_probs(probs, randint(0, 5, 6))
    observe(gradients(loss, [probs])[0], "the gradient of the probabilities")


@pytest.mark.gradients
def test_gradients_of_clipped(solution, observe, rand, randint, gradients):
    """A probability below eps has a gradient of 0, neither NaN nor inf."""
    probs = rand(5, 5) / 2 + 0.1
    probs[1], probs[2], probs[3] = 0, 1e-9, 1
    probs.requires_grad_()
    loss = solution.cross_entropy_probs(probs, randint(0, 5, 5))
    observe(gradients(loss, [probs])[0], "the gradient of the probabilities")


@pytest.mark.gradients
def test_gradients_beside_zeros(solution, observe, rand, randint, gradients):
    """Zeros at other classes than the target get a gradient of 0, not NaN."""
    probs = rand(5, 5) / 2 + 0.1
    probs[:, 3:] = 0
    probs.requires_grad_()
    loss = solution.cross_entropy_probs(probs, randint(0, 3, 5))
    observe(gradients(loss, [probs])[0], "the gradient of the probabilities")


@pytest.mark.sizes(rows=(4096, 16384, 65536))
def bench_rows(solution, rand, randint, rows=16384):
    """16384 rows of 10 classes."""
    probs, targets = rand(rows, 10), randint(0, 10, rows)
    return lambda: solution.cross_entropy_probs(probs, targets)
