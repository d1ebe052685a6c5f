"""For each query you index keys i - window to i without stopping at 0. A negative index counts from the END of the sequence, so the first tokens see the last ones. Cut the window off at the ends: `max(0, i - window)`.

fails: test_causal
"""

import torch


def sliding_window_attention(q, k, v, window, causal=True):
    if window < 0:
        raise ValueError("window must be 0 or more")
    T, D = q.shape[-2:]
    rows = []
    for i in range(T):
        near = range(max(i - window, -T), i + 1)
        if not causal:
            near = range(max(i - window, 0), min(i + window + 1, T))
        near_k, near_v = k[..., list(near), :], v[..., list(near), :]
        scores = q[..., i : i + 1, :] @ near_k.transpose(-2, -1) / D**0.5
        rows.append(torch.softmax(scores, dim=-1) @ near_v)
    return torch.cat(rows, dim=-2)
