"""PyTorch's own products in the problem's entry points."""

import torch
from torch import Tensor


def dot(a: Tensor, b: Tensor) -> Tensor:
    """Call `torch.matmul` on two vectors."""
    _check(a.ndim == b.ndim == 1, a, b)
    return torch.matmul(a, b)


def matmul(a: Tensor, b: Tensor) -> Tensor:
    """Call `torch.matmul` on two matrices."""
    _check(a.ndim == b.ndim == 2, a, b)
    return torch.matmul(a, b)


def batched_matmul(a: Tensor, b: Tensor) -> Tensor:
    """Call `torch.matmul` on batches."""
    _check(min(a.ndim, b.ndim) >= 2, a, b)
    return torch.matmul(a, b)


def _check(right_ranks: bool, a: Tensor, b: Tensor) -> None:
    if not right_ranks or a.shape[-1] != b.shape[-min(2, b.ndim)]:
        raise ValueError(f"{tuple(a.shape)} and {tuple(b.shape)} cannot be multiplied")
