"""Mean and variance from one call of `torch.var_mean`, told not to correct the variance."""

import torch
from torch import Tensor


def layer_norm(x: Tensor, weight: Tensor, bias: Tensor, eps: float = 1e-5) -> Tensor:
    """Normalise x (..., *S) by `var_mean` with correction 0; weight and bias (*S)."""
    wide = x.to(torch.promote_types(x.dtype, torch.float32))
    row = list(range(x.ndim - weight.ndim, x.ndim))
    var, mean = torch.var_mean(wide, dim=row, correction=0, keepdim=True)
    normed = (wide - mean) / torch.sqrt(var + eps)
    return (normed * weight + bias).to(x.dtype)
