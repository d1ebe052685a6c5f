"""You swap dimensions 1 and 2 of k, which are the right ones only for (B, T, D). Counted from the front they change with the number of batch dimensions; counted from the back, `transpose(-2, -1)`, they are right for every input.

fails: test_shape
"""

import torch


def sliding_window_attention(q, k, v, window, causal=True):
    if window < 0:
        raise ValueError("window must be 0 or more")
    T, D = q.shape[-2:]
    scores = q @ k.transpose(1, 2) / D**0.5
    i = torch.arange(T, device=q.device)
    back = i[:, None] - i[None, :]
    hidden = (back < 0) | (back > window) if causal else back.abs() > window
    scores = scores.masked_fill(hidden, float("-inf"))
    return torch.softmax(scores, dim=-1) @ v
