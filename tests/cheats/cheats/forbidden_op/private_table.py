"""Takes the function from torch's private table of bindings.

problem: norms/rms_norm
row: 61
verdict: forbidden
"""

import torch


def rms_norm(x, weight, eps=1e-6):
    return torch._C._VariableFunctions.rms_norm(x, x.shape[-1:], weight, eps)
