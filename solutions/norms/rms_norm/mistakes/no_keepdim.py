"""Your mean lacks `keepdim=True`. The `(B,)` of means then lines up with the LAST dimension of x: on most shapes that is an error, on a square input it silently divides column j by the root of row j.

fails: test_shape
"""

import torch


def rms_norm(x, weight, eps=1e-6):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    return (wide * torch.rsqrt(wide.square().mean(-1) + eps) * weight).to(x.dtype)
