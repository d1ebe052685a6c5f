"""You set the weights of later tokens to zero after the softmax. They have already taken their share of the sum, so the weights that are left do not add up to one, and later tokens still change the result. Put minus infinity into the scores before the softmax.

fails: test_values
"""

import torch


def causal_self_attention(x, w_q, w_k, w_v):
    q, k, v = x @ w_q, x @ w_k, x @ w_v
    T, D = q.shape[-2:]
    scores = q @ k.transpose(-2, -1) / D**0.5
    mask = torch.tril(torch.ones(T, T, device=x.device))
    weights = torch.softmax(scores, dim=-1)
    weights = weights.masked_fill(mask == 0, 0.0)
    return weights @ v
