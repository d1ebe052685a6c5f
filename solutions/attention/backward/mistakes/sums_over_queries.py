"""Your sum of P * dP runs over the queries. The softmax normalised each row over its keys, so its backward pass sums over the same dimension, the last.

fails: test_values
"""

import torch


def attention_backward(grad_out, q, k, v, causal=False):
    scale = q.shape[-1] ** -0.5
    S = q @ k.transpose(-2, -1) * scale
    if causal:
        mask = torch.tril(torch.ones_like(S))
        S = S.masked_fill(mask == 0, float("-inf"))
    P = torch.softmax(S, dim=-1)
    dV = P.transpose(-2, -1) @ grad_out
    dP = grad_out @ v.transpose(-2, -1)
    dS = P * (dP - (P * dP).sum(dim=-2, keepdim=True))
    dS = dS * scale
    dQ = dS @ k
    dK = dS.transpose(-2, -1) @ q
    return dQ, dK, dV
