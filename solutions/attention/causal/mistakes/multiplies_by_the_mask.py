"""You multiply the scores by the triangle, so a later token has a score of 0. Zero is an ordinary score, and exp(0) an ordinary weight; a hidden score must be minus infinity.

fails: test_values
"""

import torch


def causal_self_attention(x, w_q, w_k, w_v):
    q, k, v = x @ w_q, x @ w_k, x @ w_v
    T, D = q.shape[-2:]
    scores = q @ k.transpose(-2, -1) / D**0.5
    mask = torch.tril(torch.ones(T, T, device=x.device))
    scores = scores * mask.to(x.dtype)
    weights = torch.softmax(scores, dim=-1)
    return weights @ v
