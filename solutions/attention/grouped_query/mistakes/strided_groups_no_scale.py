"""You split the query heads into (H / G, G), so heads that stand G apart share, and the scores lack their scale. The groups are the outer dimension of the split, (G, H / G): neighbours share. And scores are divided by sqrt(D).

fails: test_values
"""

import torch


def grouped_query_attention(q, k, v, causal=False):
    B, H, T, D = q.shape
    G = k.shape[1]
    if H % G != 0:
        raise ValueError("H must be a multiple of G")
    q = q.reshape(B, H // G, G, T, D)
    scores = q @ k.unsqueeze(1).transpose(-2, -1)
    if causal:
        mask = torch.tril(torch.ones(T, T, device=q.device))
        scores = scores.masked_fill(mask == 0, float("-inf"))
    out = torch.softmax(scores, dim=-1) @ v.unsqueeze(1)
    return out.reshape(B, H, T, D)
