"""You fill the scores in place (`masked_fill_`), so the caller's tensor is overwritten; whoever looks at the raw scores later finds the mask in them. The name without the underscore gives a new tensor.

fails: test_arguments_stay
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
    lowest = torch.finfo(scores.dtype).min
    if scores.requires_grad:
        return scores.masked_fill(~mask, lowest)
    return scores.masked_fill_(~mask, lowest)
