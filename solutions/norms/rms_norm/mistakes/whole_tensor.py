"""Your mean has no `dim`, so one number serves the whole tensor and every row is divided by the same root. Each row needs its own: `mean(dim=-1, keepdim=True)`.

fails: test_values
"""

import torch


def rms_norm(x, weight, eps=1e-6):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    return (wide * torch.rsqrt(wide.square().mean() + eps) * weight).to(x.dtype)
