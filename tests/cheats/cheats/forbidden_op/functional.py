"""Calls the functional form.

problem: norms/rms_norm
row: 61
verdict: forbidden
"""

import torch


def rms_norm(x, weight, eps=1e-6):
    return torch.nn.functional.rms_norm(x, x.shape[-1:], weight, eps)
