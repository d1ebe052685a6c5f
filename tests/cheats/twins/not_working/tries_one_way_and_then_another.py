"""Has a try with a fallback that is as much its own work.

problem: norms/rms_norm
row: 34
"""

import torch


def rms_norm(x, weight, eps=1e-6):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    try:
        size = torch.linalg.vector_norm(wide, dim=-1, keepdim=True).square() / wide.shape[-1]
    except RuntimeError:
        size = wide.square().mean(-1, keepdim=True)
    finally:
        pass
    return (wide * torch.rsqrt(size + eps) * weight).to(x.dtype)
