"""Your softmax gradient is P * dP, without the sum term, and P is computed without the mask. The weights of a row sum to one, so the row's average has to come off; and in a causal pass hidden pairs have no weight.

fails: test_values
"""

import torch


def attention_backward(grad_out, q, k, v, causal=False):
    scale = q.shape[-1] ** -0.5
    P = torch.softmax(q @ k.transpose(-2, -1) * scale, dim=-1)
    dV = P.transpose(-2, -1) @ grad_out
    dS = P * (grad_out @ v.transpose(-2, -1)) * scale
    return dS @ k, dS.transpose(-2, -1) @ q, dV
