"""You multiply every matrix of a with the FIRST matrix of b. Each matrix has its own partner; where b has none for it, broadcasting takes care.

fails: test_batched
"""

import torch


def dot(a, b):
    if a.ndim != 1 or b.ndim != 1 or len(a) != len(b):
        raise ValueError("lengths")
    return (a * b).sum()


def matmul(a, b):
    if a.ndim != 2 or b.ndim != 2 or a.shape[1] != b.shape[0]:
        raise ValueError("matrices")
    return (a[:, :, None] * b[None, :, :]).sum(1)


def batched_matmul(a, b):
    if a.ndim < 2 or b.ndim < 2 or a.shape[-1] != b.shape[-2]:
        raise ValueError("batches")
    right = b[:1].expand_as(b) if b.ndim > 2 else b
    return (a[..., :, :, None] * right[..., None, :, :]).sum(-2)
