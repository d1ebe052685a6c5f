"""You compute the variance as mean(x^2) - mean(x)^2. Far from zero that is the difference of two large numbers that are almost equal, and few digits are left of it. Subtract the mean first, then square.

fails: test_far_from_zero
"""

import torch


def center(x, dim=-1):
    return x - x.mean(dim, keepdim=True)


def standardize(x, dim=-1, eps=1e-5):
    variance = ((x * x).mean(dim, keepdim=True) - x.mean(dim, keepdim=True) ** 2).clamp(min=0)
    return (x - x.mean(dim, keepdim=True)) / torch.sqrt(variance + eps)


def l2_normalize(x, dim=-1, eps=1e-12):
    norm = x.norm(dim=dim, keepdim=True)
    return x / norm.clamp(min=eps)


def masked_mean(x, mask, dim=-1, keepdim=False):
    mask = mask.expand_as(x)
    total = x.masked_fill(~mask, 0).sum(dim, keepdim=keepdim)
    count = mask.sum(dim, keepdim=keepdim)
    return total / count.clamp(min=1)
