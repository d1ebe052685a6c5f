"""You unpack the shape into exactly three names, so a plain (T, D) or one with heads, (B, H, T, D), breaks. Only the last two dimensions matter here: `q.shape[-2:]`, and `@` takes care of all the others.

fails: test_shape
"""

import torch


def sliding_window_attention(q, k, v, window, causal=True):
    if window < 0:
        raise ValueError("window must be 0 or more")
    B, T, D = q.shape
    scores = q @ k.transpose(-2, -1) / D**0.5
    i = torch.arange(T, device=q.device)
    back = i[:, None] - i[None, :]
    hidden = (back < 0) | (back > window) if causal else back.abs() > window
    scores = scores.masked_fill(hidden, float("-inf"))
    return torch.softmax(scores, dim=-1) @ v
