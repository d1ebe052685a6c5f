"""Hides with the lowest finite number in place of minus infinity, and clears NaN that cannot
occur.

problem: attention/sliding_window
row: 41, 42
"""

import torch


def sliding_window_attention(q, k, v, window, causal=True):
    if window < 0:
        raise ValueError
    place = torch.arange(q.shape[-2])
    back = place[:, None] - place
    seen = (back >= 0) & (back <= window) if causal else back.abs() <= window
    scores = torch.where(seen, q @ k.mT / q.shape[-1] ** 0.5, torch.finfo(q.dtype).min)
    return torch.nan_to_num(scores.softmax(-1)) @ v
