"""You multiply without comparing the inner sizes. Broadcasting stretches a size of 1 to any other, so (2, 1) with (3, 4) gives numbers where it should raise ValueError.

fails: test_inner_sizes_differ
"""

import torch


def dot(a, b):
    if a.ndim != 1 or b.ndim != 1 or len(a) != len(b):
        raise ValueError("lengths")
    return (a * b).sum()


def matmul(a, b):
    if (
        a.ndim != 2
        or b.ndim != 2
        or (a.shape[1] != b.shape[0] and 1 not in (a.shape[1], b.shape[0]))
    ):
        raise ValueError("matrices")
    return (a[:, :, None] * b[None, :, :]).sum(1)


def batched_matmul(a, b):
    if (
        a.ndim < 2
        or b.ndim < 2
        or (a.shape[-1] != b.shape[-2] and 1 not in (a.shape[-1], b.shape[-2]))
    ):
        raise ValueError("batches")
    return (a[..., :, :, None] * b[..., None, :, :]).sum(-2)
