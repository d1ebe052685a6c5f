"""You refuse a negative window with `assert`. That raises AssertionError, and under `python -O` nothing at all. What a caller passes is checked with `if` and `raise ValueError`.

fails: test_negative_window
"""

import torch


def sliding_window_attention(q, k, v, window, causal=True):
    assert window >= 0, "window must be 0 or more"
    T, D = q.shape[-2:]
    scores = q @ k.transpose(-2, -1) / D**0.5
    i = torch.arange(T, device=q.device)
    back = i[:, None] - i[None, :]
    hidden = (back < 0) | (back > window) if causal else back.abs() > window
    scores = scores.masked_fill(hidden, float("-inf"))
    return torch.softmax(scores, dim=-1) @ v
