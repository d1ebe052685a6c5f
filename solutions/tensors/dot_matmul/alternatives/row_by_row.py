"""Each row of a scales the rows of b, which are then added; batches one by one."""

import torch
from torch import Tensor


def dot(a: Tensor, b: Tensor) -> Tensor:
    """Multiply and add all; (n,) and (n,) to ()."""
    if not a.ndim == b.ndim == 1 or a.numel() != b.numel():
        raise ValueError("the lengths differ")
    return torch.sum(torch.mul(a, b), dim=0)


def matmul(a: Tensor, b: Tensor) -> Tensor:
    """Weigh the rows of b, row by row of a; (n, k) and (k, m) to (n, m)."""
    if not a.ndim == b.ndim == 2 or a.shape[1] != b.shape[0]:
        raise ValueError("the inner sizes differ")
    rows = [(row[:, None] * b).sum(0) for row in a]
    return torch.stack(rows) if rows else a.new_zeros(0, b.shape[1])


def batched_matmul(a: Tensor, b: Tensor) -> Tensor:
    """Expand both, flatten the batch, multiply pair by pair; (..., n, k) and (..., k, m)."""
    if a.ndim < 2 or b.ndim < 2 or a.shape[-1] != b.shape[-2]:
        raise ValueError("the inner sizes differ")
    batch = torch.broadcast_shapes(a.shape[:-2], b.shape[:-2])
    count = batch.numel()
    left = a.expand(*batch, *a.shape[-2:]).reshape(count, *a.shape[-2:])
    right = b.expand(*batch, *b.shape[-2:]).reshape(count, *b.shape[-2:])
    products = [matmul(x, y) for x, y in zip(left, right, strict=True)]
    shape = (*batch, a.shape[-2], b.shape[-1])
    return torch.stack(products).reshape(shape) if products else a.new_zeros(shape)
