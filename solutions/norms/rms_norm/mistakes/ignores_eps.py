"""You take `eps` as an argument and add a constant of your own, so whatever the caller passes has no effect.

fails: test_tiny_rows_show_eps
"""

import torch


def rms_norm(x, weight, eps=1e-6):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    return (wide * torch.rsqrt(wide.square().mean(-1, keepdim=True) + 1e-6) * weight).to(x.dtype)
