"""Mask with the code and sum what is left; slices one by one."""

import torch
from torch import Tensor


def pick(x: Tensor, index: Tensor) -> Tensor:
    """Zero all others with `where`, then sum; x (..., C), index (...)."""
    chosen = one_hot(index, x.shape[-1]).bool()
    return torch.where(chosen, x, torch.zeros_like(x)).sum(-1, dtype=x.dtype)


def one_hot(index: Tensor, num_classes: int) -> Tensor:
    """Look up the rows of an identity matrix; index (...), result (..., C)."""
    return torch.eye(num_classes, dtype=torch.int64, device=index.device)[index]


def select(x: Tensor, index: Tensor, dim: int = 0) -> Tensor:
    """Stack the slices in a list; x (..., n, ...), index (K,)."""
    layers = [x.select(dim, int(i)) for i in index]
    return torch.stack(layers, dim) if layers else x.narrow(dim, 0, 0)
