"""Your variance has no `dim`: all slices are divided by one number and come out with different spreads. Reduce along `dim`, with `keepdim=True`.

fails: test_standardize
"""

import torch


def center(x, dim=-1):
    return x - x.mean(dim, keepdim=True)


def standardize(x, dim=-1, eps=1e-5):
    variance = x.var(unbiased=False)
    return (x - x.mean(dim, keepdim=True)) / torch.sqrt(variance + eps)


def l2_normalize(x, dim=-1, eps=1e-12):
    norm = x.norm(dim=dim, keepdim=True)
    return x / norm.clamp(min=eps)


def masked_mean(x, mask, dim=-1, keepdim=False):
    mask = mask.expand_as(x)
    total = x.masked_fill(~mask, 0).sum(dim, keepdim=keepdim)
    count = mask.sum(dim, keepdim=keepdim)
    return total / count.clamp(min=1)
