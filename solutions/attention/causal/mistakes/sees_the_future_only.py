"""Your mask is turned over: a token sees itself and what comes AFTER it. Rows of the scores are queries and columns are keys, so the keys of the past stand left of the diagonal, in the lower triangle.

fails: test_values
"""

import torch


def causal_self_attention(x, w_q, w_k, w_v):
    q, k, v = x @ w_q, x @ w_k, x @ w_v
    T, D = q.shape[-2:]
    scores = q @ k.transpose(-2, -1) / D**0.5
    mask = torch.triu(torch.ones(T, T, device=x.device))
    scores = scores.masked_fill(mask == 0, float("-inf"))
    weights = torch.softmax(scores, dim=-1)
    return weights @ v
