"""Works in place on tensors of its own making.

problem: norms/rms_norm
row: 44, 45
"""

import torch


def rms_norm(x, weight, eps=1e-6):
    wide = x.clone().to(torch.float32 if x.dtype.itemsize == 2 else x.dtype)
    size = wide.square().mean(-1, keepdim=True).add_(eps).rsqrt_()
    wide = wide.mul(size).mul(weight)
    return wide.to(x.dtype)
