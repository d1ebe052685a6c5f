"""Your eps stands outside the root: `sqrt(mean) + eps` in place of `sqrt(mean + eps)`. On ordinary rows the two agree; on rows near zero yours divides by about eps, where the other divides by sqrt(eps), a thousand times as much.

fails: test_tiny_rows_show_eps
"""

import torch


def rms_norm(x, weight, eps=1e-6):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    return (wide / (wide.square().mean(-1, keepdim=True).sqrt() + eps) * weight).to(x.dtype)
