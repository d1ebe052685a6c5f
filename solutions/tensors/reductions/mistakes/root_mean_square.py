"""You divide by the root of the MEAN square. The slices then have length sqrt(n), not 1: the Euclidean norm takes the sum.

fails: test_l2_normalize
"""

import torch


def center(x, dim=-1):
    return x - x.mean(dim, keepdim=True)


def standardize(x, dim=-1, eps=1e-5):
    variance = x.var(dim, unbiased=False, keepdim=True)
    return (x - x.mean(dim, keepdim=True)) / torch.sqrt(variance + eps)


def l2_normalize(x, dim=-1, eps=1e-12):
    norm = x.square().mean(dim, keepdim=True).sqrt()
    return x / norm.clamp(min=eps)


def masked_mean(x, mask, dim=-1, keepdim=False):
    mask = mask.expand_as(x)
    total = x.masked_fill(~mask, 0).sum(dim, keepdim=keepdim)
    count = mask.sum(dim, keepdim=keepdim)
    return total / count.clamp(min=1)
