"""You let torch's RuntimeError through, or raise one. Shapes that do not fit are a bad argument: ValueError.

fails: test_lengths_differ
"""

import torch


def dot(a, b):
    if a.ndim != 1 or b.ndim != 1 or len(a) != len(b):
        raise RuntimeError("lengths")
    return (a * b).sum()


def matmul(a, b):
    if a.ndim != 2 or b.ndim != 2 or a.shape[1] != b.shape[0]:
        raise RuntimeError("matrices")
    return (a[:, :, None] * b[None, :, :]).sum(1)


def batched_matmul(a, b):
    if a.ndim < 2 or b.ndim < 2 or a.shape[-1] != b.shape[-2]:
        raise RuntimeError("batches")
    return (a[..., :, :, None] * b[..., None, :, :]).sum(-2)
