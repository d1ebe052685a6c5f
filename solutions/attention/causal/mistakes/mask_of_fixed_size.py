"""Your mask has a fixed size, so sequences longer than it break. Nothing here sets a maximum: build the triangle from the length of x, or cut it out of a larger one that can grow.

fails: test_long_sequence
"""

import torch


def causal_self_attention(x, w_q, w_k, w_v):
    q, k, v = x @ w_q, x @ w_k, x @ w_v
    T, D = q.shape[-2:]
    scores = q @ k.transpose(-2, -1) / D**0.5
    mask = torch.tril(torch.ones(512, 512, device=x.device))[:T, :T]
    scores = scores.masked_fill(mask == 0, float("-inf"))
    weights = torch.softmax(scores, dim=-1)
    return weights @ v
