"""You average the tokens themselves. What is passed on are their values, `x @ w_v`, which have a width of their own.

fails: test_shape
"""

import torch


def causal_self_attention(x, w_q, w_k, w_v):
    q, k, v = x @ w_q, x @ w_k, x @ w_v
    T, D = q.shape[-2:]
    scores = q @ k.transpose(-2, -1) / D**0.5
    mask = torch.tril(torch.ones(T, T, device=x.device))
    scores = scores.masked_fill(mask == 0, float("-inf"))
    weights = torch.softmax(scores, dim=-1)
    return weights @ x
