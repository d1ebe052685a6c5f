"""You build the Jacobian of the softmax, S x S numbers for every query, and multiply by it. The result is right, at S times the memory. Its product with a gradient needs one number a row: P * (dP - sum of P * dP).

fails: test_no_jacobian
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
    J = torch.diag_embed(P) - P.unsqueeze(-1) * P.unsqueeze(-2)
    dS = (J @ dP.unsqueeze(-1)).squeeze(-1) * scale
    return dS @ k, dS.transpose(-2, -1) @ q, dV
