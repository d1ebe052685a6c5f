"""You take the mean of the products and multiply it by their number. That is the sum, until there are none: then it is 0 / 0 times 0, NaN. Take the sum.

fails: test_no_terms
"""

import torch


def dot(a, b):
    if a.ndim != 1 or b.ndim != 1 or len(a) != len(b):
        raise ValueError("lengths")
    return (a * b).mean() * len(a)


def matmul(a, b):
    if a.ndim != 2 or b.ndim != 2 or a.shape[1] != b.shape[0]:
        raise ValueError("matrices")
    return (a[:, :, None] * b[None, :, :]).mean(1) * a.shape[1]


def batched_matmul(a, b):
    if a.ndim < 2 or b.ndim < 2 or a.shape[-1] != b.shape[-2]:
        raise ValueError("batches")
    return (a[..., :, :, None] * b[..., None, :, :]).mean(-2) * a.shape[-1]
