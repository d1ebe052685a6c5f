"""You count the True places of the mask as it came. A mask of fewer dimensions is then counted along another dimension, and one of size 1 along `dim` counts once for the whole slice. Expand it to the shape of x first.

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
    count_of = mask
    mask = mask.expand_as(x)
    total = x.masked_fill(~mask, 0).sum(dim, keepdim=keepdim)
    count = count_of.sum(dim, keepdim=keepdim)
    return total / count.clamp(min=1)
