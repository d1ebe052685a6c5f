"""Your mean lacks `keepdim=True`. What is left lines up with the LAST dimension of x: on most shapes that is an error, on a square input it silently subtracts the mean of row j from column j.

fails: test_shape
"""

import torch


def center(x, dim=-1):
    return x - x.mean(dim)


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
    return total / count.clamp(min=1)
