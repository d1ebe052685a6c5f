"""Your mask hides the diagonal, so a token sees everything before it but not itself. The first token then has nothing to see and averages over hidden ones. A token's own key belongs to what it sees.

fails: test_values
"""

import torch


def causal_self_attention(x, w_q, w_k, w_v):
    q, k, v = x @ w_q, x @ w_k, x @ w_v
    T, D = q.shape[-2:]
    scores = q @ k.transpose(-2, -1) / D**0.5
    mask = torch.tril(torch.ones(T, T, device=x.device), diagonal=-1)
    scores = scores.masked_fill(mask == 0, -1e9)
    weights = torch.softmax(scores, dim=-1)
    return weights @ v
