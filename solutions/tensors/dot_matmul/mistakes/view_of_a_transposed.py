"""You call `view` to give the operands their dimensions. It needs numbers that lie in memory in the order of the shape, so a transposed matrix raises. Use `unsqueeze`, `None` or `reshape`.

fails: test_not_contiguous
"""

import torch


def dot(a, b):
    if a.ndim != 1 or b.ndim != 1 or len(a) != len(b):
        raise ValueError("lengths")
    return (a * b).sum()


def matmul(a, b):
    if a.ndim != 2 or b.ndim != 2 or a.shape[1] != b.shape[0]:
        raise ValueError("matrices")
    n, k, m = a.shape[0], a.shape[1], b.shape[1]
    return (a.view(n * k).view(n, k, 1) * b.view(k * m).view(1, k, m)).sum(1)


def batched_matmul(a, b):
    if a.ndim < 2 or b.ndim < 2 or a.shape[-1] != b.shape[-2]:
        raise ValueError("batches")
    return (a[..., :, :, None] * b[..., None, :, :]).sum(-2)
