"""Makes its mask with NumPy.

problem: attention/sliding_window
row: 63
"""

import numpy as np
import torch


def sliding_window_attention(q, k, v, window, causal=True):
    if window < 0:
        raise ValueError
    length = q.shape[-2]
    back = np.subtract.outer(np.arange(length), np.arange(length))
    seen = (back >= 0) & (back <= window) if causal else np.abs(back) <= window
    scores = (q @ k.mT) * q.shape[-1] ** -0.5
    return scores.masked_fill(torch.from_numpy(~seen), float("-inf")).softmax(-1) @ v
