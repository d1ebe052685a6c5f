"""You sum over the column index of b, so what is left has row by inner numbers: every row of a is scaled by the row sums of b. The index that vanishes is the inner one.

fails: test_matmul_shape
"""

import torch


def dot(a, b):
    if a.ndim != 1 or b.ndim != 1 or len(a) != len(b):
        raise ValueError("lengths")
    return (a * b).sum()


def matmul(a, b):
    if a.ndim != 2 or b.ndim != 2 or a.shape[1] != b.shape[0]:
        raise ValueError("matrices")
    return (a[:, :, None] * b[None, :, :]).sum(2)


def batched_matmul(a, b):
    if a.ndim < 2 or b.ndim < 2 or a.shape[-1] != b.shape[-2]:
        raise ValueError("batches")
    return (a[..., :, :, None] * b[..., None, :, :]).sum(-2)
