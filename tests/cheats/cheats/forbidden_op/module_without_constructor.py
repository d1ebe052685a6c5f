"""Makes the ready-made module without its constructor and calls its forward.

problem: norms/rms_norm
row: 61
verdict: forbidden
"""

import torch


def rms_norm(x, weight, eps=1e-6):
    norm = torch.nn.RMSNorm.__new__(torch.nn.RMSNorm)
    torch.nn.Module.__init__(norm)
    norm.normalized_shape, norm.eps, norm.weight = x.shape[-1:], eps, torch.nn.Parameter(weight)
    return norm(x)
