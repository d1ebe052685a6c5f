"""Your matmul accepts tensors of other dimensions. It takes two matrices; a batch has a function of its own, and everything else raises ValueError.

fails: test_matmul_takes_matrices
"""

import torch


def dot(a, b):
    if a.ndim != 1 or b.ndim != 1 or len(a) != len(b):
        raise ValueError("lengths")
    return (a * b).sum()


def matmul(a, b):
    if a.ndim < 2 or a.shape[-1] != b.shape[-2]:
        raise ValueError("matrices")
    return (a[..., :, :, None] * b[..., None, :, :]).sum(-2)


def batched_matmul(a, b):
    if a.ndim < 2 or b.ndim < 2 or a.shape[-1] != b.shape[-2]:
        raise ValueError("batches")
    return (a[..., :, :, None] * b[..., None, :, :]).sum(-2)
