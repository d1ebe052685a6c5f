"""Softmax over the last dimension."""

from torch import Tensor


def row_softmax(x: Tensor, scale: float = 1.0) -> Tensor:
    """Return the softmax of scale * x; x (..., C)."""
    if scale < 0:
        raise ValueError("scale must not be negative")
    shifted = scale * x
    weights = (shifted - shifted.amax(-1, keepdim=True)).exp()
    return weights / weights.sum(-1, keepdim=True)
