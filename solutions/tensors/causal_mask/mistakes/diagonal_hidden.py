"""Your causal mask hides the diagonal, so no token sees itself and the first one sees nothing at all. A token may see itself: `j <= i`, which is `tril` with diagonal 0.

fails: test_causal
"""

import torch


def causal_mask(length, device=None):
    return torch.ones(length, length, dtype=torch.bool, device=device).tril(-1)


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
    return scores.masked_fill(~mask, torch.finfo(scores.dtype).min)
