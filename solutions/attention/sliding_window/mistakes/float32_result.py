"""You collect the rows in `torch.zeros(q.shape)`, which is float32 whatever the input is. A float64 result is rounded as it is written there. `torch.zeros_like(q)` takes dtype and device from q.

fails: test_keeps_dtype
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
    out = torch.zeros(q.shape, device=q.device)
    out[...] = torch.softmax(scores, dim=-1) @ v
    return out
