"""You split the heads into (G, H / G) and merge them as (H / G, G). Every head is computed rightly and most of them come out in another's place. Merge in the order in which you have split.

fails: test_values
"""

import torch


def grouped_query_attention(q, k, v, causal=False):
    B, H, T, D = q.shape
    G = k.shape[1]
    if H % G != 0:
        raise ValueError("H must be a multiple of G")
    q = q.reshape(B, G, H // G, T, D)
    k, v = k.unsqueeze(2), v.unsqueeze(2)
    scores = q @ k.transpose(-2, -1) / D**0.5
    if causal:
        mask = torch.tril(torch.ones(T, T, device=q.device))
        scores = scores.masked_fill(mask == 0, float("-inf"))
    weights = torch.softmax(scores, dim=-1)
    return (weights @ v).transpose(1, 2).reshape(B, H, T, D)
