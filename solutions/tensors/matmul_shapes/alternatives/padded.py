"""Vectors become matrices, batches go through `torch.broadcast_shapes`, added ones are dropped."""

from collections.abc import Sequence

import torch


def matmul_shapes(a: Sequence[int], b: Sequence[int]) -> list[int]:
    """Pad, compare, broadcast, and take the padding out again."""
    if len(a) == 0 or len(b) == 0:
        raise ValueError("both operands need a dimension")
    left = (1, *a) if len(a) == 1 else tuple(a)
    right = (*b, 1) if len(b) == 1 else tuple(b)
    if left[-1] != right[-2]:
        raise ValueError(f"{left[-1]} is not {right[-2]}")
    try:
        batch = torch.broadcast_shapes(left[:-2], right[:-2])
    except RuntimeError as error:
        raise ValueError(str(error)) from error
    rows = [] if len(a) == 1 else [left[-2]]
    columns = [] if len(b) == 1 else [right[-1]]
    return [*batch, *rows, *columns]
