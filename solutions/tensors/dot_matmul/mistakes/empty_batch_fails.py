"""You stack the products of a list, which fails when the batch has no matrices. An empty batch is legal and gives an empty batch of the right shape.

fails: test_empty_batch
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
    if 0 in a.shape[:-2]:
        return torch.stack([])
    return (a[..., :, :, None] * b[..., None, :, :]).sum(-2)
