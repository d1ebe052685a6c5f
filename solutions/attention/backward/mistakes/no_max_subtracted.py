"""You exponentiate the scores as they are. Beyond about 88 a float32 exp is infinite, in float64 beyond about 700, and infinity over infinity is NaN. Subtract each row's largest score first, or call softmax, which does.

fails: test_large_scores
"""

import torch


def attention_backward(grad_out, q, k, v, causal=False):
    scale = q.shape[-1] ** -0.5
    S = q @ k.transpose(-2, -1) * scale
    if causal:
        mask = torch.tril(torch.ones_like(S))
        S = S.masked_fill(mask == 0, float("-inf"))
    P = S.exp()
    P = P / P.sum(dim=-1, keepdim=True)
    dV = P.transpose(-2, -1) @ grad_out
    dP = grad_out @ v.transpose(-2, -1)
    dS = P * (dP - (P * dP).sum(dim=-1, keepdim=True))
    dS = dS * scale
    dQ = dS @ k
    dK = dS.transpose(-2, -1) @ q
    return dQ, dK, dV
