"""Your queries are scaled already when grad_k is formed from them, and dS is scaled as well, so grad_k carries the factor twice. Each of grad_q and grad_k gets it once.

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
    dK = dS.transpose(-2, -1) @ (q * scale)
    return dQ, dK, dV
