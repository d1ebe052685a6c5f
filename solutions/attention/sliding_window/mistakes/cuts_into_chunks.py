"""You cut the sequence into chunks of window + 1 tokens and let tokens see their own chunk. The first token of each chunk then has no past at all. A sliding window moves with the query: its left end is i - window for every i.

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
    chunk = i // (window + 1)
    hidden = chunk[:, None] != chunk[None, :]
    if causal:
        hidden = hidden | (back < 0)
    scores = scores.masked_fill(hidden, float("-inf"))
    return torch.softmax(scores, dim=-1) @ v
