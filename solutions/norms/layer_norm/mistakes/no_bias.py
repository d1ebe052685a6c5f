"""You scale by `weight` and never add `bias`, so every feature is stuck with mean zero.

fails: test_values
"""

import torch


def layer_norm(x, weight, bias, eps=1e-5):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    row = tuple(range(-weight.ndim, 0))
    centred = wide - wide.mean(row, keepdim=True)
    var = centred.square().mean(row, keepdim=True)
    return (centred / torch.sqrt(var + eps) * weight).to(x.dtype)
