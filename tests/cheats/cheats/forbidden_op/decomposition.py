"""Calls the builtin's own decomposition into smaller operators, which torch keeps in Python.

problem: norms/rms_norm
row: 62
verdict: forbidden
"""

import torch
from torch._decomp.decompositions import _fused_rms_norm


def rms_norm(x, weight, eps=1e-6):
    return _fused_rms_norm(x, x.shape[-1:], weight, eps)[0]
