"""You set hidden SCORES to zero. A score of zero is an ordinary score: exp(0) = 1, so hidden tokens keep a weight, often a larger one than the visible. The score whose weight is zero is minus infinity.

fails: test_causal
"""

import torch


def sliding_window_attention(q, k, v, window, causal=True):
    if window < 0:
        raise ValueError("window must be 0 or more")
    T, D = q.shape[-2:]
    scores = q @ k.transpose(-2, -1) / D**0.5
    i = torch.arange(T, device=q.device)
    back = i[:, None] - i[None, :]
    hidden = (back < 0) | (back > window) if causal else back.abs() > window
    scores = scores.masked_fill(hidden, 0.0)
    return torch.softmax(scores, dim=-1) @ v
