"""Excludes the autograd keys around the call, so that only the backend's kernel runs.

problem: norms/rms_norm
row: 63
verdict: forbidden
"""

import torch


def rms_norm(x, weight, eps=1e-6):
    with torch._C._AutoDispatchBelowAutograd():
        return torch.nn.functional.rms_norm(x, x.shape[-1:], weight, eps)
