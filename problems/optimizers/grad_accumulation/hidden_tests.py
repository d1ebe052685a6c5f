"""Hidden tests of optimizers/grad_accumulation."""

import pytest
import torch
from torch import nn

RTOL = 2e-5  # of a loss that was computed in float32


def squared(output, y):
    """Give the mean over rows of half the squared distance."""
    return (output - y).square().sum(1).mean() / 2


@pytest.fixture
def model(fill, dtype, device):
    """A small network of two layers."""
    return fill(nn.Sequential(nn.Linear(3, 5), nn.Tanh(), nn.Linear(5, 2))).to(device, dtype)


@pytest.fixture
def pieces(randn):
    """`pieces(5, 2)`: micro-batches of 5 rows and of 2."""
    return lambda *sizes, **kw: [(randn(n, 3, **kw), randn(n, 2, **kw)) for n in sizes]


def gradients_of(model):
    """Collect the gradients by name."""
    return {name: p.grad for name, p in model.named_parameters()}


SIZES = [(4, 4), (3, 3, 3), (5,), (1, 1, 1, 1), (6, 1), (2, 7, 3)]


@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_gradients(solution, observe, model, pieces, sizes):
    """The gradients are those of the mean loss over all rows of all micro-batches."""
    solution.accumulate(model, squared, pieces(*sizes))
    observe(gradients_of(model), "the gradients")


@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_loss(solution, observe, model, pieces, sizes):
    """The result is the mean loss over all rows, as a Python float."""
    observe(solution.accumulate(model, squared, pieces(*sizes)), "the mean loss", rtol=RTOL)


def test_cross_entropy(solution, observe, model, randn, randint):
    """With a classification loss, too, every row counts the same."""
    batches = [(randn(n, 3), randint(0, 2, n)) for n in (1, 6, 2)]
    loss = solution.accumulate(model, nn.functional.cross_entropy, batches)
    observe(gradients_of(model), "the gradients")
    observe(loss, "the mean loss", rtol=RTOL)


def test_adds(solution, observe, model, pieces):
    """The gradient is added to the one that is there before the call, as backward does it."""
    for p in model.parameters():
        p.grad = torch.full_like(p, 0.5)
    solution.accumulate(model, squared, pieces(4, 1))
    observe(gradients_of(model), "the gradients")


@pytest.mark.edges
def test_two_calls(solution, observe, model, pieces):
    """A second call adds its gradient to that of the first."""
    solution.accumulate(model, squared, pieces(3, 1))
    solution.accumulate(model, squared, pieces(2, 4))
    observe(gradients_of(model), "the gradients")


@pytest.mark.edges
@pytest.mark.parametrize("dtype", [torch.float64], ids=str)
def test_float64(solution, observe, model, pieces, dtype):
    """In float64 gradients and loss are exact to float64's precision."""
    loss = solution.accumulate(model, squared, pieces(5, 2, 1, dtype=dtype))
    observe(gradients_of(model), "the gradients")
    observe(loss, "the mean loss")


@pytest.mark.edges
def test_no_gradient(solution, observe, model, pieces):
    """Frozen parameters, and those that the loss does not reach, get no gradient."""
    model[0].weight.requires_grad_(False)
    model.register_parameter("unused", nn.Parameter(model[2].bias.detach().clone()))
    solution.accumulate(model, squared, pieces(3, 2))
    observe(gradients_of(model), "the gradients")


@pytest.mark.edges
def test_one_piece_at_a_time(solution, observe, model, pieces):
    """Each micro-batch goes through the model once and by itself, in the order of the list."""
    seen = []
    hook = model.register_forward_pre_hook(lambda _, arguments: seen.append(arguments[0].shape[0]))
    solution.accumulate(model, squared, pieces(4, 2, 7))
    hook.remove()
    observe(seen, "the numbers of rows that went through the model")


@pytest.mark.edges
@pytest.mark.parametrize("training", [True, False])
def test_mode(solution, observe, model, pieces, training):
    """The model stays in the mode it is in, train or eval, during the call and after it."""
    modes = []
    hook = model.register_forward_pre_hook(lambda *_: modes.append(str(model.training)))
    model.train(training)
    loss = solution.accumulate(model, squared, pieces(3, 2))
    hook.remove()
    observe([*modes, str(model.training)], "whether the model trains, at each piece and after")
    observe(loss, "the mean loss", rtol=RTOL)


@pytest.mark.edges
def test_nothing_else_changes(solution, observe, model, pieces):
    """The parameters and the micro-batches are not changed."""
    batches = pieces(3, 2)
    solution.accumulate(model, squared, batches)
    observe([p.detach() for p in model.parameters()], "the parameters")
    observe(batches, "the micro-batches")


@pytest.mark.cost
def test_memory(solution, observe, fill, randn, cost, device):
    """Memory does not grow with the number of micro-batches: each graph goes before the next."""
    wide = fill(nn.Sequential(nn.Linear(4, 256), nn.Tanh(), nn.Linear(256, 2))).to(device)
    batches = [(randn(64, 4), randn(64, 2)) for _ in range(8)]
    spent = cost(solution.accumulate, wide, squared, batches)
    observe(spent.result, "the mean loss", rtol=RTOL)
    observe.at_most(spent.peak_bytes, "the peak of bytes over 8 micro-batches", times=2)


@pytest.mark.sizes(count=(2, 4, 8, 16))
def bench_pieces(solution, fill, randn, device, count=4):
    """Four micro-batches of 64 rows through two layers of 128."""
    layers = nn.Sequential(nn.Linear(128, 128), nn.Tanh(), nn.Linear(128, 128)).to(device)
    fill(layers)
    batches = [(randn(64, 128), randn(64, 128)) for _ in range(count)]
    return lambda: solution.accumulate(layers, squared, batches)
