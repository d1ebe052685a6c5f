"""You unpack the shape into exactly three names, so a plain (T, C), or one with more batch dimensions, breaks. Only the last two dimensions matter here: `x.shape[-2:]`, and `@` takes care of the others.

fails: test_shape
"""

import torch


def causal_self_attention(x, w_q, w_k, w_v):
    q, k, v = x @ w_q, x @ w_k, x @ w_v
    B, T, D = q.shape
    scores = q @ k.transpose(-2, -1) / D**0.5
    mask = torch.tril(torch.ones(T, T, device=x.device))
    scores = scores.masked_fill(mask == 0, float("-inf"))
    weights = torch.softmax(scores, dim=-1)
    return weights @ v
