"""With causal=False you mask nothing, so every token sees the whole sequence. Switching off causality opens the future side of the window; it does not remove the window.

fails: test_both_sides
"""

import torch


def sliding_window_attention(q, k, v, window, causal=True):
    if window < 0:
        raise ValueError("window must be 0 or more")
    T, D = q.shape[-2:]
    scores = q @ k.transpose(-2, -1) / D**0.5
    i = torch.arange(T, device=q.device)
    back = i[:, None] - i[None, :]
    hidden = (back < 0) | (back > window)
    if not causal:
        hidden = torch.zeros_like(hidden)
    scores = scores.masked_fill(hidden, float("-inf"))
    return torch.softmax(scores, dim=-1) @ v
