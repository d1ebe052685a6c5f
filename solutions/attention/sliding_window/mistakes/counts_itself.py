"""Your window is one token short: you count the token itself among the `window`, so it sees only window - 1 before it. With window=0 nothing is left to see and the softmax over a row of -inf gives NaN. A token sees itself AND `window` others.

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
    hidden = (back < 0) | (back >= window) if causal else back.abs() >= window
    scores = scores.masked_fill(hidden, float("-inf"))
    return torch.softmax(scores, dim=-1) @ v
