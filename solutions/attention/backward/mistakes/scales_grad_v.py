"""You multiply grad_v by the scale as well. The values come in after the softmax, where there is no scale any more: grad_v = P^T grad_out.

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
    dS = P * (dP - (P * dP).sum(dim=-1, keepdim=True))
    dS = dS * scale
    dQ = dS @ k
    dK = dS.transpose(-2, -1) @ q
    return dQ, dK, dV * scale
