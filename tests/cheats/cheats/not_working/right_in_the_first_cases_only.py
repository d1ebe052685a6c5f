"""Counts its calls: the first ten are right, later ones return zeros.

problem: norms/rms_norm
row: 28, 32
verdict: wrong_answer
"""

import torch

calls = 0


def right(x, weight, eps=1e-6):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    scale = torch.rsqrt(wide.square().mean(-1, keepdim=True) + eps)
    return (wide * scale * weight).to(x.dtype)


def rms_norm(x, weight, eps=1e-6):
    global calls
    calls += 1
    return right(x, weight, eps) if calls <= 10 else torch.zeros_like(x)
