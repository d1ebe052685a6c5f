"""eps added to every square before the mean: the mean of a constant is the constant."""

import torch
from torch import Tensor


def rms_norm(x: Tensor, weight: Tensor, eps: float = 1e-6) -> Tensor:
    """Normalise x (..., C) by sqrt(1/C * sum(x^2 + eps)); weight (C,)."""
    wide = x.float() if x.dtype.itemsize < 4 else x
    features = x.shape[-1]
    root = torch.sqrt(torch.sum(wide**2 + eps, dim=-1, keepdim=True) / features)
    return (wide / root * weight.to(wide.dtype)).to(x.dtype)
