"""You cast to float32 for the softmax and back at the end. That helps half precision; a float64 input loses half of its digits on the way. Widen what is narrow, and leave float64 as it is.

fails: test_float64
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
    scores = scores.masked_fill(hidden, float("-inf"))
    return torch.softmax(scores.float(), dim=-1).to(v.dtype) @ v
