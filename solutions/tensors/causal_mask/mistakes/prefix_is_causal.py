"""You take the prefix and the causal mask together with `and`. The prefix is then causal too and everything after it is hidden; a key is visible when it is in the prefix OR not in the future.

fails: test_prefix
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
    return (j <= j[:, None]) & (j < prefix)


def padding_mask(lengths, length):
    return torch.arange(length, device=lengths.device) < lengths[:, None]


def apply_mask(scores, mask):
    return scores.masked_fill(~mask, torch.finfo(scores.dtype).min)
