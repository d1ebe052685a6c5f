"""One slice at a time: unbind, reduce, stack."""

import torch
from torch import Tensor


def center(x: Tensor, dim: int = -1) -> Tensor:
    """Add up the layers along dim; x (..., n, ...)."""
    layers = x.unbind(dim)
    mean = sum(layers) / len(layers)
    return torch.stack([layer - mean for layer in layers], dim)


def standardize(x: Tensor, dim: int = -1, eps: float = 1e-5) -> Tensor:
    """Use torch's biased variance; x (..., n, ...)."""
    variance, mean = torch.var_mean(x, dim, correction=0, keepdim=True)
    return (x - mean) / (variance + eps) ** 0.5


def l2_normalize(x: Tensor, dim: int = -1, eps: float = 1e-12) -> Tensor:
    """Use the norm method, and `maximum` for the bound; x (..., n, ...)."""
    norm = x.norm(dim=dim, keepdim=True)
    return x / torch.maximum(norm, torch.full_like(norm, eps))


def masked_mean(x: Tensor, mask: Tensor, dim: int = -1, keepdim: bool = False) -> Tensor:
    """Add up chosen layers and their mask; x (..., n, ...)."""
    total = count = torch.zeros((), dtype=x.dtype, device=x.device)
    for layer, seen in zip(x.unbind(dim), mask.expand(x.shape).unbind(dim), strict=True):
        total = total + layer.masked_fill(~seen, 0)
        count = count + seen
    mean = total / (count + (count == 0))
    return mean.unsqueeze(dim) if keepdim else mean
