"""Compiles its own arithmetic with TorchScript.

problem: norms/rms_norm
row: 61
"""

import torch


@torch.jit.script
def scaled(x: torch.Tensor, weight: torch.Tensor, eps: float) -> torch.Tensor:
    return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + eps) * weight


def rms_norm(x, weight, eps=1e-6):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    return scaled(wide, weight.to(wide.dtype), eps).to(x.dtype)
