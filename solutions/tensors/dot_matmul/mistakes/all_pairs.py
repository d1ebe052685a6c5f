"""You multiply every matrix of the one batch with every matrix of the other. Batches go in step: matrix i with matrix i.

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
    return (a[:, None, ..., :, :, None] * b[..., None, :, :]).sum(-2)
