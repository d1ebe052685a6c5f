"""Works out the last row and leaves the others at zero.

problem: norms/rms_norm
row: 37, 60
verdict: wrong_answer
"""

import torch


def right(x, weight, eps=1e-6):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    scale = torch.rsqrt(wide.square().mean(-1, keepdim=True) + eps)
    return (wide * scale * weight).to(x.dtype)


def rms_norm(x, weight, eps=1e-6):
    out = torch.zeros_like(x)
    if len(x):
        out[-1:] = right(x, weight, eps)[-1:]
    return out
