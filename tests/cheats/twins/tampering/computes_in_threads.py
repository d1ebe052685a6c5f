"""Computes every batch in a thread of its own.

problem: attention/sliding_window
row: 6
"""

from concurrent.futures import ThreadPoolExecutor

import torch


def right(q, k, v, window, causal=True):
    if window < 0:
        raise ValueError("window must be 0 or more")
    place = torch.arange(q.shape[-2], device=q.device)
    back = place[:, None] - place
    seen = (back >= 0) & (back <= window) if causal else back.abs() <= window
    scores = q @ k.mT * q.shape[-1] ** -0.5
    return scores.masked_fill(~seen, float("-inf")).softmax(-1) @ v


def sliding_window_attention(q, k, v, window, causal=True):
    if q.ndim < 3 or q.requires_grad:
        return right(q, k, v, window, causal)
    with ThreadPoolExecutor(2) as pool:
        rows = pool.map(lambda t: right(*t, window, causal), zip(q, k, v))
        return torch.stack(list(rows))
