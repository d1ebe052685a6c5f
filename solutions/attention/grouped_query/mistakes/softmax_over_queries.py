"""Your softmax runs over dim=-2, the queries. Then what each key gives out sums to one, and what a query receives does not. A query spreads one unit of weight over its keys: the last dimension.

fails: test_values
"""

import torch


def grouped_query_attention(q, k, v, causal=False):
    B, H, T, D = q.shape
    G = k.shape[1]
    if H % G != 0:
        raise ValueError("H must be a multiple of G")
    k = k.repeat_interleave(H // G, dim=1)
    v = v.repeat_interleave(H // G, dim=1)
    scores = q @ k.transpose(-2, -1) / D**0.5
    if causal:
        mask = torch.tril(torch.ones(T, T, device=q.device))
        scores = scores.masked_fill(mask == 0, float("-inf"))
    weights = torch.softmax(scores, dim=-2)
    return weights @ v
