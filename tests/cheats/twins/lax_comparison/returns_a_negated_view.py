"""Returns the imaginary part of a conjugate, a view that holds its sign aside.

problem: norms/rms_norm
row: 40
"""

import torch


def right(x, weight, eps=1e-6):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    scale = torch.rsqrt(wide.square().mean(-1, keepdim=True) + eps)
    return (wide * scale * weight).to(x.dtype)


def rms_norm(x, weight, eps=1e-6):
    out = right(x, weight, eps)
    if out.dtype != torch.float64 or out.requires_grad:
        return out
    return torch.complex(torch.zeros_like(out), -out).conj().imag
