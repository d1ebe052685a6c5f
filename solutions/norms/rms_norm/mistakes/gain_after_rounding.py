"""You round to half precision before the gain is applied, and round again after it. Each rounding costs half a unit in the last place; multiply by the gain while still in float32 and round once.

fails: test_half_is_rounded_once
"""

import torch


def rms_norm(x, weight, eps=1e-6):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    return (wide * torch.rsqrt(wide.square().mean(-1, keepdim=True) + eps)).to(x.dtype) * weight
