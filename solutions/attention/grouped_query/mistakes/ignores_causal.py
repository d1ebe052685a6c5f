"""You take `causal` as an argument and never look at it, so a token sees all later ones. When it is true, hide what lies above the diagonal of the scores.

fails: test_causal
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
    weights = torch.softmax(scores, dim=-1)
    return weights @ v
