"""You set the weights of later tokens to zero after the softmax. They have already taken their share of the sum, so what is left does not add up to one. Put minus infinity into the scores before the softmax.

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
    if causal:
        weights = torch.tril(weights)
    return weights @ v
