"""You flatten the batch dimensions to one, which is a fine way to compute, and do not give the result their shape back.

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
    return out.reshape(-1, *out.shape[-2:]) if out.ndim > 3 else out
