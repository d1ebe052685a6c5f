"""The walk written out: every module's own parameters, known by their identity."""

from collections.abc import Sequence
from itertools import pairwise

from torch import nn


def count_parameters(model: nn.Module) -> tuple[int, int]:
    """Collect parameters by id, then add up their sizes."""
    found: dict[int, nn.Parameter] = {}
    for module in model.modules():
        for parameter in module.parameters(recurse=False):
            found[id(parameter)] = parameter
    counts = [0, 0]
    for parameter in found.values():
        size = 1
        for dimension in parameter.shape:
            size *= dimension
        counts[1] += size
        if parameter.requires_grad:
            counts[0] += size
    return counts[0], counts[1]


def count_mlp(widths: Sequence[int], bias: bool = True) -> int:
    """Add weights layer by layer, then a bias for every width but the first."""
    weights = sum(a * b for a, b in pairwise(widths))
    return weights + sum(widths[1:]) if bias else weights
