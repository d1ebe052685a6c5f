"""PyTorch's own softmax."""

import torch
from torch import Tensor


def row_softmax(x: Tensor, scale: float = 1.0) -> Tensor:
    """Return the softmax of scale * x; x (..., C)."""
    if scale < 0:
        raise ValueError("scale must not be negative")
    return torch.softmax(scale * x, -1)
