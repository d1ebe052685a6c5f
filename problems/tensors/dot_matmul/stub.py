import torch
from torch import Tensor


def dot(a: Tensor, b: Tensor) -> Tensor:
    """Sum the products of two vectors; (n,) and (n,) to ()."""
    raise NotImplementedError


def matmul(a: Tensor, b: Tensor) -> Tensor:
    """Multiply two matrices; (n, k) and (k, m) to (n, m)."""
    raise NotImplementedError


def batched_matmul(a: Tensor, b: Tensor) -> Tensor:
    """Multiply matrices in batches that broadcast; (..., n, k) and (..., k, m) to (..., n, m)."""
    raise NotImplementedError
