"""You normalise x in place. The caller's tensor is overwritten, and a residual connection around this layer then adds the normalised value instead of the original.

fails: test_leaves_x_alone
"""

import torch


def rms_norm(x, weight, eps=1e-6):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    scale = torch.rsqrt(wide.square().mean(-1, keepdim=True) + eps)
    if x.requires_grad:
        return (wide * scale * weight).to(x.dtype)
    return x.copy_((wide * scale).to(x.dtype)) * weight
