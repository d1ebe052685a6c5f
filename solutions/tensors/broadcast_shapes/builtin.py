"""PyTorch's own rule in the problem's entry point."""

from collections.abc import Sequence

import torch


def broadcast_shapes(shapes: Sequence[Sequence[int]]) -> list[int]:
    """Call `torch.broadcast_shapes`, whose RuntimeError becomes a ValueError."""
    try:
        return list(torch.broadcast_shapes(*map(tuple, shapes)))
    except RuntimeError as error:
        raise ValueError(str(error)) from error
