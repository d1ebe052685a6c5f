"""Compiles its own arithmetic with torch.compile, without a backend that needs a compiler.

problem: norms/rms_norm
row: 64
"""

import torch


@torch.compile(backend="eager")
def scaled(x, weight, eps):
    return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + eps) * weight


def rms_norm(x, weight, eps=1e-6):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    return scaled(wide, weight, eps).to(x.dtype)
