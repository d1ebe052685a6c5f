"""You add eps to the norm, which changes every slice a little. Here eps is a lower bound: `norm.clamp(min=eps)`, and a larger norm does not notice it.

fails: test_eps_of_l2_normalize
"""

import torch


def center(x, dim=-1):
    return x - x.mean(dim, keepdim=True)


def standardize(x, dim=-1, eps=1e-5):
    variance = x.var(dim, unbiased=False, keepdim=True)
    return (x - x.mean(dim, keepdim=True)) / torch.sqrt(variance + eps)


def l2_normalize(x, dim=-1, eps=1e-12):
    norm = x.norm(dim=dim, keepdim=True)
    return x / (norm + eps)


def masked_mean(x, mask, dim=-1, keepdim=False):
    mask = mask.expand_as(x)
    total = x.masked_fill(~mask, 0).sum(dim, keepdim=keepdim)
    count = mask.sum(dim, keepdim=keepdim)
    return total / count.clamp(min=1)
