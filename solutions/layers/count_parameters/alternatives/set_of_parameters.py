"""Every name with its parameter, ties included, and a set that keeps each once."""

import math
from collections.abc import Sequence

from torch import nn


def count_parameters(model: nn.Module) -> tuple[int, int]:
    """Parameters hash by identity, so a set knows tied ones."""
    unique = {p for _, p in model.named_parameters(remove_duplicate=False)}
    frozen = sum(math.prod(p.shape) for p in unique if not p.requires_grad)
    total = sum(math.prod(p.shape) for p in unique)
    return total - frozen, total


def count_mlp(widths: Sequence[int], bias: bool = True) -> int:
    """Take one layer off and count the rest by recursion."""
    if len(widths) == 1:
        return 0
    inputs, outputs = widths[0], widths[1]
    return inputs * outputs + (outputs if bias else 0) + count_mlp(widths[1:], bias)
