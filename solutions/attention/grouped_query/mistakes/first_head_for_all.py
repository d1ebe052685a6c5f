"""You use the first head of keys and values for every query head. That is multi-query attention whatever G is; the other heads of k and v are never read. Query head h belongs to group h // (H / G).

fails: test_values
"""

import torch


def grouped_query_attention(q, k, v, causal=False):
    B, H, T, D = q.shape
    G = k.shape[1]
    if H % G != 0:
        raise ValueError("H must be a multiple of G")
    k, v = k[:, :1], v[:, :1]
    scores = q @ k.transpose(-2, -1) / D**0.5
    if causal:
        mask = torch.tril(torch.ones(T, T, device=q.device))
        scores = scores.masked_fill(mask == 0, float("-inf"))
    weights = torch.softmax(scores, dim=-1)
    return weights @ v
