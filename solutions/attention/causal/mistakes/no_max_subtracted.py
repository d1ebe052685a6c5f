"""You exponentiate the scores as they are. Beyond about 88 a float32 exp is infinite, in float64 beyond about 700, and infinity over infinity is NaN; far below zero all weights vanish and it is 0 / 0. Subtract each row's largest score first, or call softmax, which does.

fails: test_large_scores
"""

import torch


def causal_self_attention(x, w_q, w_k, w_v):
    q, k, v = x @ w_q, x @ w_k, x @ w_v
    T, D = q.shape[-2:]
    scores = q @ k.transpose(-2, -1) / D**0.5
    mask = torch.tril(torch.ones(T, T, device=x.device))
    scores = scores.masked_fill(mask == 0, float("-inf"))
    exps = scores.exp()
    weights = exps / exps.sum(dim=-1, keepdim=True)
    return weights @ v
