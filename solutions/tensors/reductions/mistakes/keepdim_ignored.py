"""You take `keepdim` as an argument and always drop the dimension. The caller who wants to subtract the mean then gets it against the wrong dimension.

fails: test_masked_shape
"""

import torch


def center(x, dim=-1):
    return x - x.mean(dim, keepdim=True)


def standardize(x, dim=-1, eps=1e-5):
    variance = x.var(dim, unbiased=False, keepdim=True)
    return (x - x.mean(dim, keepdim=True)) / torch.sqrt(variance + eps)


def l2_normalize(x, dim=-1, eps=1e-12):
    norm = x.norm(dim=dim, keepdim=True)
    return x / norm.clamp(min=eps)


def masked_mean(x, mask, dim=-1, keepdim=False):
    mask = mask.expand_as(x)
    total = x.masked_fill(~mask, 0).sum(dim, keepdim=keepdim)
    count = mask.sum(dim, keepdim=keepdim)
    mean = total / count.clamp(min=1)
    return mean.squeeze(dim) if keepdim else mean
