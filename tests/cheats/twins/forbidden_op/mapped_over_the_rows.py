"""Maps a function of one row over the batch with vmap.

problem: norms/rms_norm
row: 61
"""

import torch


def row(x, weight, eps):
    return x * torch.rsqrt(x.square().mean() + eps) * weight


def rms_norm(x, weight, eps=1e-6):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    if x.numel() == 0:
        return torch.empty_like(x)
    over = row
    for _ in range(x.ndim - 1):
        over = torch.vmap(over, in_dims=(0, None, None))
    return over(wide, weight, eps).to(x.dtype)
