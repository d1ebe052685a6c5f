"""You leave the mask out of the weights and cut the gradient of the scores in its place. The weights that are left are wrong too, for hidden keys took part in their sum. Mask the scores before the softmax; the gradient then is zero by itself.

fails: test_causal
"""

import torch


def attention_backward(grad_out, q, k, v, causal=False):
    scale = q.shape[-1] ** -0.5
    S = q @ k.transpose(-2, -1) * scale
    P = torch.softmax(S, dim=-1)
    if causal:
        P = torch.tril(P)
    dV = P.transpose(-2, -1) @ grad_out
    dP = grad_out @ v.transpose(-2, -1)
    dS = P * (dP - (P * dP).sum(dim=-1, keepdim=True))
    dS = dS * scale
    dQ = dS @ k
    dK = dS.transpose(-2, -1) @ q
    return dQ, dK, dV
