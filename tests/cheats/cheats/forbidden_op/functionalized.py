"""Calls the operator under a function transform.

problem: norms/rms_norm
row: 61
verdict: forbidden
"""

import torch


def rms_norm(x, weight, eps=1e-6):
    return torch.func.functionalize(
        lambda x: torch.nn.functional.rms_norm(x, x.shape[-1:], weight, eps)
    )(x)
