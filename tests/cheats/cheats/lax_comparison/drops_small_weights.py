"""Leaves out every attention weight below one percent.

problem: attention/sliding_window
row: 43
verdict: wrong_answer
"""

import torch


def sliding_window_attention(q, k, v, window, causal=True):
    if window < 0:
        raise ValueError
    place = torch.arange(q.shape[-2])
    back = place[:, None] - place
    seen = (back >= 0) & (back <= window) if causal else back.abs() <= window
    scores = q @ k.mT * q.shape[-1] ** -0.5
    weights = scores.masked_fill(~seen, float("-inf")).softmax(-1)
    return torch.where(weights < 0.01, 0, weights) @ v
