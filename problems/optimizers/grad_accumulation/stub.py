from collections.abc import Callable

import torch
from torch import Tensor, nn


def accumulate(
    model: nn.Module,
    loss_fn: Callable[[Tensor, Tensor], Tensor],
    micro_batches: list[tuple[Tensor, Tensor]],
) -> float:
    """Add the gradient of the mean loss over all rows to the model's gradients, piece by piece.

    Args:
        model: maps x (n, ...) to predictions, row by row
        loss_fn: gives the mean loss over the rows of one piece
        micro_batches: pairs of x (n, ...) and y (n, ...), with an n of their own

    Returns:
        the mean loss over all rows
    """
    raise NotImplementedError
