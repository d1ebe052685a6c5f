"""Nothing is hidden: your mask is a matrix of ones that was never cut to a triangle, whatever it is called, and no entry of it equals zero. In training every position then sees the token it is to predict; the loss falls to almost nothing and the model cannot generate. Apply `torch.tril` to the ones.

fails: test_values
"""

import torch


def causal_self_attention(x, w_q, w_k, w_v):
    q, k, v = x @ w_q, x @ w_k, x @ w_v
    T, D = q.shape[-2:]
    scores = q @ k.transpose(-2, -1) / D**0.5
    mask = torch.ones(T, T, device=x.device)
    scores = scores.masked_fill(mask == 0, float("-inf"))
    weights = torch.softmax(scores, dim=-1)
    return weights @ v
