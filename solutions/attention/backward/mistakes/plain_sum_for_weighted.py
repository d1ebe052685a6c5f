"""You subtract the plain sum of dP over the keys. It is the sum weighted by the row's own probabilities that comes off, sum of P * dP: the gradients of a row's scores then add up to zero, which with yours they do not.

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
    dS = P * (dP - dP.sum(dim=-1, keepdim=True))
    dS = dS * scale
    dQ = dS @ k
    dK = dS.transpose(-2, -1) @ q
    return dQ, dK, dV
