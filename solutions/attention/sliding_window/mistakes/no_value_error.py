"""You take a negative window as it comes. Then every pair is hidden, each row of scores is all -inf, and the softmax returns NaN, which surfaces far away in the loss. Refuse it at the door with ValueError.

fails: test_negative_window
"""

import torch


def sliding_window_attention(q, k, v, window, causal=True):
    T, D = q.shape[-2:]
    scores = q @ k.transpose(-2, -1) / D**0.5
    i = torch.arange(T, device=q.device)
    back = i[:, None] - i[None, :]
    hidden = (back < 0) | (back > window) if causal else back.abs() > window
    scores = scores.masked_fill(hidden, float("-inf"))
    return torch.softmax(scores, dim=-1) @ v
