"""You write into `torch.zeros(n, m)`, which is float32 whatever the arguments are. Take over their dtype and device: `a.new_zeros(n, m)`.

fails: test_keeps_dtype
"""

import torch


def dot(a, b):
    if a.ndim != 1 or b.ndim != 1 or len(a) != len(b):
        raise ValueError("lengths")
    return (a * b).sum()


def matmul(a, b):
    if a.ndim != 2 or b.ndim != 2 or a.shape[1] != b.shape[0]:
        raise ValueError("matrices")
    out = torch.zeros(a.shape[0], b.shape[1])
    for i in range(a.shape[1]):
        out = out + (a[:, i, None] * b[i]).float()
    return out.to(a.device)


def batched_matmul(a, b):
    if a.ndim < 2 or b.ndim < 2 or a.shape[-1] != b.shape[-2]:
        raise ValueError("batches")
    return (a[..., :, :, None] * b[..., None, :, :]).sum(-2)
