"""You subtract the mean before normalising, which is LayerNorm without its bias. RMSNorm does not centre: it divides by the root of the mean SQUARE, so a row with a large mean keeps it.

fails: test_mean_is_kept
"""

import torch


def rms_norm(x, weight, eps=1e-6):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    wide = wide - wide.mean(-1, keepdim=True)
    return (wide * torch.rsqrt(wide.square().mean(-1, keepdim=True) + eps) * weight).to(x.dtype)
