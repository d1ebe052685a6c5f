"""The rows as rows of a matrix (N, C): centring is a product with I - 1/C, the variance a dot."""

import torch
from torch import Tensor


def layer_norm(x: Tensor, weight: Tensor, bias: Tensor, eps: float = 1e-5) -> Tensor:
    """Centre the flattened rows of x (..., *S) by a matrix product; weight and bias (*S)."""
    size = weight.numel()
    rows = x.to(torch.promote_types(x.dtype, torch.float32)).reshape(x.numel() // size, size)
    rows = rows - rows[:, :1]  # a constant changes nothing, and keeps large rows exact
    centring = torch.eye(size, dtype=rows.dtype, device=x.device) - 1 / size
    centred = rows @ centring
    var = torch.einsum("nc,nc->n", centred, centred) / size
    normed = centred / (var + eps)[:, None] ** 0.5
    return (normed * weight.flatten() + bias.flatten()).reshape(x.shape).to(x.dtype)
