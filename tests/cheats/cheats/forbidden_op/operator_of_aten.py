"""Calls the operator by its name in the dispatcher.

problem: norms/rms_norm
row: 61
verdict: forbidden
"""

import torch


def rms_norm(x, weight, eps=1e-6):
    return torch.ops.aten.rms_norm.default(x, x.shape[-1:], weight, eps)
