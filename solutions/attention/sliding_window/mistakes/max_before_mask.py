"""You subtract the row's largest score before the mask is applied, so the largest may be one that is hidden. All visible weights then underflow to zero and the row becomes 0 / 0. Mask first, then take the maximum of what is left.

fails: test_large_scores
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
    counts = (scores - scores.amax(-1, keepdim=True)).exp()
    counts = counts.masked_fill(hidden, 0.0)
    return counts / counts.sum(-1, keepdim=True) @ v
