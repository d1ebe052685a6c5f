"""You sum over the batch as well. Every matrix of the batch has a product of its own; only the inner index is summed over.

fails: test_batched_shape
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
    out = (a[..., :, :, None] * b[..., None, :, :]).sum(-2)
    return out.sum(0) if out.ndim > 2 else out
