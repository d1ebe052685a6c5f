"""You hide what lies too far back and nothing else, so in the causal case every token still sees the whole future. A distance i - j below zero is smaller than any window and slips through; hide those pairs as well.

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
    hidden = back > window if causal else back.abs() > window
    scores = scores.masked_fill(hidden, float("-inf"))
    return torch.softmax(scores, dim=-1) @ v
