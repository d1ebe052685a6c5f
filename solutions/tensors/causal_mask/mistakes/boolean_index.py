"""You index the scores with the mask, which needs a mask of exactly their shape. A `(T, T)` mask for `(B, H, T, T)` scores raises. `masked_fill` and `where` broadcast.

fails: test_applied_shape
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
    out = scores.clone()
    out[~mask] = torch.finfo(scores.dtype).min
    return out
