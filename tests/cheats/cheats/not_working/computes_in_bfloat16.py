"""Computes in bfloat16 and returns float32.

problem: norms/rms_norm
row: 35
verdict: wrong_answer
"""

import torch


def rms_norm(x, weight, eps=1e-6):
    low = x.to(torch.bfloat16)
    scale = torch.rsqrt(low.square().mean(-1, keepdim=True) + eps)
    return (low * scale * weight.to(torch.bfloat16)).to(x.dtype)
