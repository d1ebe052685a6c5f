"""The number you write into hidden scores is not low enough. Where every visible score is lower still, the future takes all the weight. Minus infinity is below any score.

fails: test_all_scores_very_low
"""

import torch


def causal_self_attention(x, w_q, w_k, w_v):
    q, k, v = x @ w_q, x @ w_k, x @ w_v
    T, D = q.shape[-2:]
    scores = q @ k.transpose(-2, -1) / D**0.5
    mask = torch.tril(torch.ones(T, T, device=x.device))
    scores = scores.masked_fill(mask == 0, -1e3)
    weights = torch.softmax(scores, dim=-1)
    return weights @ v
