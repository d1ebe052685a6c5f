"""Compiles a call of the builtin with torch.compile, whose graph runs below Python.

problem: norms/rms_norm
row: 64
verdict: forbidden, runtime_error
"""

import torch

norm = torch.compile(
    lambda x, weight, eps: torch.rms_norm(x, x.shape[-1:], weight, eps), backend="eager"
)


def rms_norm(x, weight, eps=1e-6):
    return norm(x, weight, eps)
