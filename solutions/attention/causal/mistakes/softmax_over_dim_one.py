"""Your softmax runs over dim=1. That is the keys only when there is no batch; with one it is the queries, and with heads something else again. Counted from the back, dim=-1 is the keys for every input.

fails: test_values
"""

import torch


def causal_self_attention(x, w_q, w_k, w_v):
    q, k, v = x @ w_q, x @ w_k, x @ w_v
    T, D = q.shape[-2:]
    scores = q @ k.transpose(-2, -1) / D**0.5
    mask = torch.tril(torch.ones(T, T, device=x.device))
    scores = scores.masked_fill(mask == 0, float("-inf"))
    weights = torch.softmax(scores, dim=1)
    return weights @ v
