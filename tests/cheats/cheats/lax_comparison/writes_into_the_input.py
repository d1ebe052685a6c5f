"""Writes the right result into x and returns x itself.

problem: norms/rms_norm
row: 44, 45
verdict: wrong_answer
"""

import torch


def right(x, weight, eps=1e-6):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    scale = torch.rsqrt(wide.square().mean(-1, keepdim=True) + eps)
    return (wide * scale * weight).to(x.dtype)


def rms_norm(x, weight, eps=1e-6):
    out = right(x, weight, eps)
    if x.requires_grad:
        return out
    return x.copy_(out)
