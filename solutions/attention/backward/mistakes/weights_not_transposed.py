"""You do not transpose on the way to the keys and values. A key gathers from all queries that looked at it, so grad_v is P^T grad_out and grad_k is dS^T Q; with T = S the wrong ones have the right shape.

fails: test_shape
"""

import torch


def attention_backward(grad_out, q, k, v, causal=False):
    scale = q.shape[-1] ** -0.5
    S = q @ k.transpose(-2, -1) * scale
    if causal:
        mask = torch.tril(torch.ones_like(S))
        S = S.masked_fill(mask == 0, float("-inf"))
    P = torch.softmax(S, dim=-1)
    dV = P @ grad_out
    dP = grad_out @ v.transpose(-2, -1)
    dS = P * (dP - (P * dP).sum(dim=-1, keepdim=True))
    dS = dS * scale
    dQ = dS @ k
    dK = dS @ q
    return dQ, dK, dV
