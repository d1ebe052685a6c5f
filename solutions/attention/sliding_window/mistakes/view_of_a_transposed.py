"""You flatten the leading dimensions with `view`, which only works where the memory already lies in that order. Heads that come from `transpose(1, 2)` do not, and the call raises. Use `reshape`, or do not flatten: `@` works on any leading dimensions.

fails: test_not_contiguous
"""

import torch


def sliding_window_attention(q, k, v, window, causal=True):
    if window < 0:
        raise ValueError("window must be 0 or more")
    T, D = q.shape[-2:]
    shape = q.shape
    q, k, v = q.view(-1, T, D), k.view(-1, T, D), v.view(-1, T, D)
    scores = q @ k.transpose(-2, -1) / D**0.5
    i = torch.arange(T, device=q.device)
    back = i[:, None] - i[None, :]
    hidden = (back < 0) | (back > window) if causal else back.abs() > window
    scores = scores.masked_fill(hidden, float("-inf"))
    return (torch.softmax(scores, dim=-1) @ v).view(shape)
