"""Your causal mask is a float tensor of ones and zeros. `~`, `&` and `masked_fill` want bool, and a float mask handed to attention is added to the scores instead of hiding any. Make it `torch.bool`.

fails: test_masks_are_bool
"""

import torch


def causal_mask(length, device=None):
    return torch.ones(length, length, device=device).tril()


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
