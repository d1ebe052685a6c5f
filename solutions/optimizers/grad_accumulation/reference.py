"""Gradient accumulation: the gradient of a large batch from one small piece of it at a time.

Shapes: x (n, ...) and y (n, ...), where n may differ from piece to piece; N rows in all. The
limits: rows do not meet inside the model (no batch norm), and the loss is a mean over rows.
"""

from collections.abc import Callable

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
    # N has to be known before the first backward: every piece is weighted by its share of it.
    rows = sum(len(x) for x, _ in micro_batches)

    mean = 0.0
    for x, y in micro_batches:
        # A mean over n rows, times n, is their sum; over N, their part of the whole mean.
        loss = loss_fn(model(x), y) * (len(x) / rows)

        # backward adds to .grad: no other accumulating is needed. It also frees the piece's graph.
        loss.backward()
        mean += loss.item()
    return mean
