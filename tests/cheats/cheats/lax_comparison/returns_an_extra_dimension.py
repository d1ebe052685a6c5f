"""Returns the right values with a batch dimension of one in front.

problem: attention/sliding_window
row: 39
verdict: wrong_answer
"""

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
    return right(q, k, v, window, causal)[None]
