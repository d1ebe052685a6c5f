"""A sum over the inner index of outer products: column i of a with row i of b."""

import torch
from torch import Tensor


def dot(a: Tensor, b: Tensor) -> Tensor:
    """Multiply in a loop; (n,) and (n,) to ()."""
    if a.dim() != 1 or b.dim() != 1 or len(a) != len(b):
        raise ValueError("two vectors of one length are wanted")
    total = a.new_zeros(())
    for x, y in zip(a, b, strict=True):
        total = total + x * y
    return total


def matmul(a: Tensor, b: Tensor) -> Tensor:
    """Add up outer products; (n, k) and (k, m) to (n, m)."""
    if (a.dim(), b.dim()) != (2, 2):
        raise ValueError("two matrices are wanted")
    return batched_matmul(a, b)


def batched_matmul(a: Tensor, b: Tensor) -> Tensor:
    """Add up outer products of the whole batch; (..., n, k) and (..., k, m) to (..., n, m)."""
    if min(a.dim(), b.dim()) < 2 or a.size(-1) != b.size(-2):
        raise ValueError("the inner sizes differ")
    batch = torch.broadcast_shapes(a.shape[:-2], b.shape[:-2])
    total = a.new_zeros(*batch, a.size(-2), b.size(-1))
    for i in range(a.size(-1)):
        total = total + a[..., :, i, None] * b[..., None, i, :]
    return total
