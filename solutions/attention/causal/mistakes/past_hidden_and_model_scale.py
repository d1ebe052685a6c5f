"""You hide the lower triangle, which is the past, and scale by the width of the model in place of that of a query. Every token then sees the future that it is to predict. Rows are queries and columns are keys: what must be hidden lies above the diagonal, and the scale is sqrt(D).

fails: test_values
"""

import torch


def causal_self_attention(x, w_q, w_k, w_v):
    q, k, v = x @ w_q, x @ w_k, x @ w_v
    T, C = x.shape[-2:]
    scores = q @ k.transpose(-2, -1) * C**-0.5
    mask = torch.tril(torch.ones(T, T, device=x.device), diagonal=-1)
    scores = scores.masked_fill(mask == 1, float("-inf"))
    return torch.softmax(scores, dim=-1) @ v
