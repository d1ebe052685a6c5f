"""Everything by advanced indexing into flattened rows, and by scattering ones."""

import torch
from torch import Tensor


def pick(x: Tensor, index: Tensor) -> Tensor:
    """Read row and column numbers in step; x (..., C), index (...)."""
    rows = x.flatten(0, -2) if x.ndim > 1 else x[None]
    return rows[torch.arange(len(rows), device=x.device), index.flatten()].reshape(index.shape)


def one_hot(index: Tensor, num_classes: int) -> Tensor:
    """Scatter ones into zeros; index (...), result (..., C)."""
    zeros = torch.zeros(*index.shape, num_classes, dtype=torch.int64, device=index.device)
    return zeros.scatter_(-1, index[..., None], 1)


def select(x: Tensor, index: Tensor, dim: int = 0) -> Tensor:
    """Index with a tuple of slices and the index at `dim`; x (..., n, ...), index (K,)."""
    before = (slice(None),) * (dim % x.ndim)
    return x[(*before, index)]
