"""You treat the softmax as if each weight depended on its own score alone, and you lose the scale on the way back. All scores of a row share one sum, so dS = P * (dP - sum of P * dP); and the factor 1 / sqrt(D) of the scores belongs to dQ and dK.

fails: test_values
"""

import math

import torch


def attention_backward(grad_out, q, k, v, causal=False):
    S = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if causal:
        mask = torch.tril(torch.ones_like(S))
        S = S.masked_fill(mask == 0, float("-inf"))
    P = torch.softmax(S, dim=-1)
    dV = P.transpose(-2, -1) @ grad_out
    dP = grad_out @ v.transpose(-2, -1)
    dS = P * (1 - P) * dP
    return dS @ k, dS.transpose(-2, -1) @ q, dV
