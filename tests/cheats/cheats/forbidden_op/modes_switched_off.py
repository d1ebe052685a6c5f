"""Switches off every dispatch mode around the call.

problem: norms/rms_norm
row: 63
verdict: forbidden
"""

import torch
from torch.utils._python_dispatch import _disable_current_modes


def rms_norm(x, weight, eps=1e-6):
    with _disable_current_modes():
        return torch.nn.functional.rms_norm(x, x.shape[-1:], weight, eps)
