"""You split the heads of q with `view` of all dimensions at once. Heads that come from `transpose(1, 2)` do not lie in that order in memory, and merging on the way refuses. Use `reshape` or `unflatten`.

fails: test_not_contiguous
"""

import torch


def grouped_query_attention(q, k, v, causal=False):
    B, H, T, D = q.shape
    G = k.shape[1]
    if H % G != 0:
        raise ValueError("H must be a multiple of G")
    q = q.view(B * G, H // G, T, D)
    k, v = k.reshape(B * G, 1, T, D), v.reshape(B * G, 1, T, D)
    scores = q @ k.transpose(-2, -1) / D**0.5
    if causal:
        mask = torch.tril(torch.ones(T, T, device=q.device))
        scores = scores.masked_fill(mask == 0, float("-inf"))
    weights = torch.softmax(scores, dim=-1)
    return (weights @ v).reshape(B, H, T, D)
