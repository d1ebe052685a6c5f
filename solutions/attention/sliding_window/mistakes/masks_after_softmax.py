"""You set hidden weights to zero after the softmax. They have already taken their share of the sum by then, so the weights left no longer add up to one, and hidden tokens still change the result. Put -inf into the scores before the softmax.

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
    weights = torch.softmax(scores, dim=-1).masked_fill(hidden, 0.0)
    return weights @ v
