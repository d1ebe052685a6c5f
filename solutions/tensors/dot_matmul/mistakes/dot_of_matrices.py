"""Your dot product sums over whatever it is given, matrices too. Say what you accept: two vectors; everything else raises ValueError.

fails: test_dot_takes_vectors
"""

import torch


def dot(a, b):
    if a.shape[-1:] != b.shape[-1:]:
        raise ValueError("lengths")
    return (a * b).sum()


def matmul(a, b):
    if a.ndim != 2 or b.ndim != 2 or a.shape[1] != b.shape[0]:
        raise ValueError("matrices")
    return (a[:, :, None] * b[None, :, :]).sum(1)


def batched_matmul(a, b):
    if a.ndim < 2 or b.ndim < 2 or a.shape[-1] != b.shape[-2]:
        raise ValueError("batches")
    return (a[..., :, :, None] * b[..., None, :, :]).sum(-2)
