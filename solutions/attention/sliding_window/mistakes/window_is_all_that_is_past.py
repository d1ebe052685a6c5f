"""You apply the window only when `causal` is off; the causal branch is a plain triangle. Tokens then see all of their past, and the memory and time that the window was to save come back.

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
    hidden = back < 0 if causal else back.abs() > window
    scores = scores.masked_fill(hidden, float("-inf"))
    return torch.softmax(scores, dim=-1) @ v
