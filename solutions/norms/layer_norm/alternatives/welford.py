"""Welford's running mean and sum of squared deviations, one element of the row at a time."""

import torch
from torch import Tensor


def layer_norm(x: Tensor, weight: Tensor, bias: Tensor, eps: float = 1e-5) -> Tensor:
    """Normalise x (..., *S) by statistics gathered in one pass; weight and bias (*S)."""
    wide = x.to(torch.promote_types(x.dtype, torch.float32))
    rows = wide.flatten(x.ndim - weight.ndim)
    mean = torch.zeros_like(rows[..., 0])
    squares = torch.zeros_like(mean)
    for count, element in enumerate(rows.unbind(-1), start=1):
        step = element - mean
        mean = mean + step / count
        squares = squares + step * (element - mean)
    root = torch.sqrt(squares / weight.numel() + eps)
    normed = (rows - mean[..., None]) / root[..., None]
    return (normed * weight.flatten() + bias.flatten()).reshape(x.shape).to(x.dtype)
