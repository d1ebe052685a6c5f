"""Your masks say True where a place is hidden, and here True means visible. Both conventions exist in PyTorch itself, so always ask which one is meant: yours lets every token see exactly what it must not.

fails: test_causal
"""

import torch


def causal_mask(length, device=None):
    return ~torch.ones(length, length, dtype=torch.bool, device=device).tril()


def sliding_mask(length, window, causal=True, device=None):
    i = torch.arange(length, device=device)[:, None]
    j = torch.arange(length, device=device)[None, :]
    if causal:
        return (j > i) | (i - j > window)
    return (i - j).abs() > window


def prefix_mask(length, prefix, device=None):
    j = torch.arange(length, device=device)
    return (j > j[:, None]) & (j >= prefix)


def padding_mask(lengths, length):
    return torch.arange(length, device=lengths.device) >= lengths[:, None]


def apply_mask(scores, mask):
    return scores.masked_fill(mask, torch.finfo(scores.dtype).min)
