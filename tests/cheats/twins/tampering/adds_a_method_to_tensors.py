"""Gives torch.Tensor a helper method of its own.

problem: norms/rms_norm
row: 1
"""

import torch


def mean_square(self):
    return self.square().mean(-1, keepdim=True)


torch.Tensor.mean_square = mean_square


def rms_norm(x, weight, eps=1e-6):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    return (wide * torch.rsqrt(wide.mean_square() + eps) * weight).to(x.dtype)
