"""Move `dim` to the end, work on rows there with einsum, and move it back."""

import torch
from torch import Tensor


def _mean(rows: Tensor) -> Tensor:
    return torch.einsum("...n->...", rows)[..., None] / rows.shape[-1]


def center(x: Tensor, dim: int = -1) -> Tensor:
    """Center the rows; x (..., n, ...)."""
    rows = x.movedim(dim, -1)
    return (rows - _mean(rows)).movedim(-1, dim)


def standardize(x: Tensor, dim: int = -1, eps: float = 1e-5) -> Tensor:
    """Divide the centered rows by the root of their mean square; x (..., n, ...)."""
    rows = center(x, dim).movedim(dim, -1)
    return (rows / (_mean(rows * rows) + eps).sqrt()).movedim(-1, dim)


def l2_normalize(x: Tensor, dim: int = -1, eps: float = 1e-12) -> Tensor:
    """Keep the root away from zero by choosing before and after it; x (..., n, ...)."""
    rows = x.movedim(dim, -1)
    square = torch.einsum("...n,...n->...", rows, rows)[..., None]
    zero = square == 0
    root = torch.where(zero, torch.ones_like(square), square).sqrt()
    norm = torch.where(zero, torch.zeros_like(root), root)
    return (rows / torch.clamp(norm, min=eps)).movedim(-1, dim)


def masked_mean(x: Tensor, mask: Tensor, dim: int = -1, keepdim: bool = False) -> Tensor:
    """Divide two sums over the rows and replace 0 / 0; x (..., n, ...)."""
    rows = x.movedim(dim, -1)
    seen = mask.broadcast_to(x.shape).movedim(dim, -1)
    weights = seen.to(x.dtype)
    count = weights.sum(-1)
    total = torch.einsum("...n,...n->...", rows.masked_fill(~seen, 0.0), weights)
    mean = torch.where(count > 0, total / count.clamp(min=1), torch.zeros_like(total))
    return mean.unsqueeze(dim if dim >= 0 else dim + x.ndim) if keepdim else mean
