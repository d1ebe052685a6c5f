"""Returns a Parameter where no gradient is wanted.

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
    return out if out.requires_grad else torch.nn.Parameter(out)
