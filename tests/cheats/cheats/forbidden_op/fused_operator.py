"""Calls the operator that the public one is made of.

problem: norms/rms_norm
row: 61
verdict: forbidden
"""

import torch


def rms_norm(x, weight, eps=1e-6):
    return torch.ops.aten._fused_rms_norm(x, x.shape[-1:], weight, eps)[0]
