"""Reductions: one number out of every slice, brought back to the slice it came from.

Shapes: x (..., n, ...) with n along `dim`; what is reduced is (..., 1, ...). The limits: float32
and float64, one dimension at a time.
"""

import torch
from torch import Tensor


def center(x: Tensor, dim: int = -1) -> Tensor:
    """Subtract from every slice along `dim` its mean; keeps the shape of x."""
    # keepdim leaves (..., 1, ...), which can only stretch along the dimension it came from.
    return x - x.mean(dim=dim, keepdim=True)


def standardize(x: Tensor, dim: int = -1, eps: float = 1e-5) -> Tensor:
    """Give every slice along `dim` mean 0 and (biased) variance 1; keeps the shape of x."""
    # First the mean, then the squares: mean(x^2) - mean(x)^2 loses its digits far from zero.
    centered = center(x, dim)
    variance = centered.square().mean(dim=dim, keepdim=True)
    # eps inside the root: a constant slice is divided by sqrt(eps), not by zero.
    return centered * torch.rsqrt(variance + eps)


def l2_normalize(x: Tensor, dim: int = -1, eps: float = 1e-12) -> Tensor:
    """Divide every slice along `dim` by its Euclidean norm (torch.nn.functional.normalize).

    Args:
        x: (..., n, ...)
        dim: where n stands
        eps: the smallest divisor; slices with a larger norm do not notice it

    Returns:
        (..., n, ...)
    """
    # vector_norm rather than a root of a sum: at zero the root's slope is infinite, and
    # infinity times the zero that clamp hands back is NaN.
    norm = torch.linalg.vector_norm(x, dim=dim, keepdim=True)
    return x / norm.clamp(min=eps)


def masked_mean(x: Tensor, mask: Tensor, dim: int = -1, keepdim: bool = False) -> Tensor:
    """Average every slice along `dim` over the places where the mask is True.

    Args:
        x: (..., n, ...)
        mask: bool, broadcasts to the shape of x
        dim: where n stands
        keepdim: whether the result keeps `dim`, with size 1

    Returns:
        (..., ...) or (..., 1, ...); 0 where a slice has no True
    """
    # 1. The mask in the full shape, or its own dimensions and sizes would be counted, not x's.
    mask = mask.expand_as(x)

    # 2. Choose, do not multiply: NaN * 0 is NaN.
    total = torch.where(mask, x, 0).sum(dim=dim, keepdim=keepdim)

    # 3. Where nothing is True the sum is 0 already; any divisor but 0 leaves it so.
    return total / mask.sum(dim=dim, keepdim=keepdim).clamp(min=1)
