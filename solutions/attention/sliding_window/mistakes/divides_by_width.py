"""You divide the scores by D, not by its square root. The standard deviation of the dot product is sqrt(D); dividing by more than that flattens the weights towards a plain average.

fails: test_causal
"""

import torch


def sliding_window_attention(q, k, v, window, causal=True):
    if window < 0:
        raise ValueError("window must be 0 or more")
    T, D = q.shape[-2:]
    scores = q @ k.transpose(-2, -1) / D
    i = torch.arange(T, device=q.device)
    back = i[:, None] - i[None, :]
    hidden = (back < 0) | (back > window) if causal else back.abs() > window
    scores = scores.masked_fill(hidden, float("-inf"))
    return torch.softmax(scores, dim=-1) @ v
