"""You compute in float32, which is right, and return float32, which is not: the result must come back in the dtype of x, or everything after this layer silently runs in float32.

fails: test_keeps_dtype
"""

import torch


def rms_norm(x, weight, eps=1e-6):
    wide = x.float()
    return wide * torch.rsqrt(wide.square().mean(-1, keepdim=True) + eps) * weight
