"""You average the queries of a group and repeat the result for its heads, so all heads of a group say the same; and you mask after the softmax. It is keys and values that are shared: every query head keeps its own scores.

fails: test_values
"""

import torch


def grouped_query_attention(q, k, v, causal=False):
    B, H, T, D = q.shape
    G = k.shape[1]
    if H % G != 0:
        raise ValueError("H must be a multiple of G")
    q = q.reshape(B, G, H // G, T, D).mean(dim=2)
    scores = q @ k.transpose(-2, -1) / D**0.5
    weights = torch.softmax(scores, dim=-1)
    if causal:
        weights = torch.tril(weights)
    return (weights @ v).repeat_interleave(H // G, dim=1)
