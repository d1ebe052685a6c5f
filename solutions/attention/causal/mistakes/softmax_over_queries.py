"""Your softmax runs over dim=-2, the queries. Then what each key gives out sums to one, and what a query receives does not. A query spreads one unit of weight over its keys: the last dimension.

fails: test_values
"""

import torch


def causal_self_attention(x, w_q, w_k, w_v):
    q, k, v = x @ w_q, x @ w_k, x @ w_v
    T, D = q.shape[-2:]
    scores = q @ k.transpose(-2, -1) / D**0.5
    mask = torch.tril(torch.ones(T, T, device=x.device))
    scores = scores.masked_fill(mask == 0, float("-inf"))
    weights = torch.softmax(scores, dim=-2)
    return weights @ v
