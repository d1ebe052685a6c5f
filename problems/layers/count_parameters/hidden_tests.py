"""Hidden tests of layers/count_parameters; the shapes come from the seed, so no count is known."""

import pytest
import torch
from torch import nn


@pytest.fixture
def widths(rng):
    """`widths(n)`: n different widths from 2 up."""
    return lambda n: (torch.randperm(5 * n, generator=rng)[:n] + 2).tolist()


class Tied(nn.Module):
    """A language model whose embedding and head are one parameter."""

    def __init__(self, vocabulary, width):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, width)
        self.body = nn.Sequential(nn.Linear(width, width), nn.LayerNorm(width))
        self.head = nn.Linear(width, vocabulary)
        self.head.weight = self.embedding.weight


class Loose(nn.Module):
    """Parameters of its own beside those of its children, and buffers."""

    def __init__(self, n, m):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(()))
        self.empty = nn.Parameter(torch.ones(0, n))
        self.cube = nn.Parameter(torch.ones(n, m, 2))
        self.register_parameter("none", None)
        self.register_buffer("mask", torch.ones(m, m))
        self.more = nn.ParameterList([torch.ones(n), torch.ones(m)])
        self.inner = nn.ModuleDict({"deep": nn.Sequential(nn.Sequential(nn.Linear(n, m)))})


@pytest.mark.dtype
def test_plain_ints(solution, observe):
    """The counts are Python ints, the pair a tuple."""
    counts = solution.count_parameters(nn.Linear(3, 2))
    observe(type(counts).__name__, "the pair")
    observe([type(count).__name__ for count in counts], "the counts")
    observe(type(solution.count_mlp([3, 2])).__name__, "the count of the MLP")


def test_linear(solution, observe, widths):
    """A linear layer has a matrix and a bias."""
    n, m = widths(2)
    observe(solution.count_parameters(nn.Linear(n, m)))
    observe(solution.count_parameters(nn.Linear(n, m, bias=False)), "without bias")


def test_layers(solution, observe, widths):
    """Parameters of any number of dimensions count, and buffers do not."""
    n, m, k = widths(3)
    model = nn.Sequential(nn.Conv2d(n, m, 3), nn.BatchNorm2d(m), nn.ReLU(), nn.Linear(m, k))
    observe(solution.count_parameters(model))


def test_nested(solution, observe, widths):
    """The walk goes to any depth, and takes what a module holds beside its children."""
    observe(solution.count_parameters(Loose(*widths(2))))


def test_frozen(solution, observe, widths):
    """What does not require a gradient counts in the total only."""
    n, m, k = widths(3)
    model = nn.Sequential(nn.Linear(n, m), nn.Sequential(nn.Linear(m, k), nn.LayerNorm(k)))
    model[1][0].requires_grad_(False)
    model[0].bias.requires_grad_(False)
    observe(solution.count_parameters(model))
    observe(solution.count_parameters(model.requires_grad_(False)), "everything frozen")


def test_tied_weights(solution, observe, widths):
    """A weight that two layers share counts once."""
    observe(solution.count_parameters(Tied(*widths(2))))


def test_tied_and_frozen(solution, observe, widths):
    """A shared weight that is frozen counts once, in the total only."""
    model = Tied(*widths(2))
    model.embedding.weight.requires_grad_(False)
    observe(solution.count_parameters(model))


def test_shared_module(solution, observe, widths):
    """A module that stands in several places counts once."""
    n, m = widths(2)
    block = nn.Sequential(nn.Linear(n, m), nn.Linear(m, n))
    observe(solution.count_parameters(nn.Sequential(block, nn.ReLU(), block, nn.Linear(n, n))))


def test_equal_but_not_shared(solution, observe, widths):
    """Parameters of equal shape and equal values are still two."""
    n, m = widths(2)
    model = nn.Sequential(nn.Linear(n, m), nn.ReLU(), nn.Linear(m, n), nn.Linear(n, m))
    model[3].load_state_dict(model[0].state_dict())
    observe(solution.count_parameters(model))


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("layers", [1, 2, 5])
def test_mlp(solution, observe, widths, layers, bias):
    """Each layer has inputs times outputs weights, and one bias for each output."""
    observe(solution.count_mlp(widths(layers + 1), bias))


def test_mlp_by_default(solution, observe, widths):
    """Without a word about it, layers have a bias; widths may be a tuple."""
    observe(solution.count_mlp(tuple(widths(3))))


@pytest.mark.edges
def test_no_parameters(solution, observe):
    """A model without parameters has none."""
    observe(solution.count_parameters(nn.Sequential(nn.ReLU(), nn.Flatten())))


@pytest.mark.edges
def test_no_data(solution, observe, widths):
    """Parameters on the meta device count, however large they are."""
    n, m = widths(2)
    wide = [nn.Linear(n, 3_000_000_000, device="meta"), nn.Linear(3_000_000_000, m, device="meta")]
    observe(solution.count_parameters(nn.Sequential(*wide)))


@pytest.mark.edges
def test_lists_are_not_registered(solution, observe, widths):
    """Layers in a plain Python list are no part of the model."""
    n, m = widths(2)
    model = nn.Sequential(nn.Linear(n, m))
    model.others = [nn.Linear(m, m)]
    observe(solution.count_parameters(model))


@pytest.mark.edges
def test_leaves_the_model_alone(solution, observe, widths):
    """What is frozen stays frozen, and what trains goes on."""
    model = Tied(*widths(2))
    model.body.requires_grad_(False)
    solution.count_parameters(model)
    named = model.named_parameters(remove_duplicate=False)
    observe([name for name, parameter in named if parameter.requires_grad], "what is trained")


@pytest.mark.edges
def test_large_mlp(solution, observe, widths):
    """Widths may be so large that no such module could be built."""
    n, m = widths(2)
    observe(solution.count_mlp([n * 10**7, m * 10**7, n]))


def bench_layers(solution):
    """A model of 48 layers in blocks, some of them frozen."""
    blocks = [nn.Sequential(nn.Linear(8, 8), nn.LayerNorm(8), nn.ReLU()) for _ in range(24)]
    model = nn.Sequential(*blocks, blocks[0])
    blocks[1].requires_grad_(False)
    return lambda: solution.count_parameters(model)
