"""Keeps the masks that it has made, by everything that they depend on.

problem: attention/sliding_window
row: 27
"""

from functools import lru_cache

import torch


@lru_cache(maxsize=32)
def band(length, window, causal):
    place = torch.arange(length)
    back = place[:, None] - place
    return (back >= 0) & (back <= window) if causal else back.abs() <= window


def sliding_window_attention(q, k, v, window, causal=True):
    if window < 0:
        raise ValueError(window)
    scores = q @ k.mT / q.shape[-1] ** 0.5
    return scores.masked_fill(~band(q.shape[-2], window, causal), -torch.inf).softmax(-1) @ v
