"""You fold the scale into the projection with `w_q /= ...`, which writes into the caller's matrix. At every call it shrinks further, and a parameter that asks for gradients makes this line an error. Write a new tensor.

fails: test_leaves_arguments_alone
"""

import torch


def causal_self_attention(x, w_q, w_k, w_v):
    w_q /= w_q.shape[1] ** 0.5
    q, k, v = x @ w_q, x @ w_k, x @ w_v
    T, D = q.shape[-2:]
    scores = q @ k.transpose(-2, -1)
    mask = torch.tril(torch.ones(T, T, device=x.device))
    scores = scores.masked_fill(mask == 0, float("-inf"))
    weights = torch.softmax(scores, dim=-1)
    return weights @ v
