"""You multiply the scores by the mask. A hidden score becomes 0, and a score of 0 is an ordinary score: exp(0) = 1, so hidden places get weight all the same. They need a score whose exponential is 0.

fails: test_applied
"""

import torch


def causal_mask(length, device=None):
    return torch.ones(length, length, dtype=torch.bool, device=device).tril()


def sliding_mask(length, window, causal=True, device=None):
    i = torch.arange(length, device=device)[:, None]
    j = torch.arange(length, device=device)[None, :]
    if causal:
        return (j <= i) & (i - j <= window)
    return (i - j).abs() <= window


def prefix_mask(length, prefix, device=None):
    j = torch.arange(length, device=device)
    return (j <= j[:, None]) | (j < prefix)


def padding_mask(lengths, length):
    return torch.arange(length, device=lengths.device) < lengths[:, None]


def apply_mask(scores, mask):
    return scores * mask
