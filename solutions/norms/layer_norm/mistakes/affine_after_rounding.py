"""You round to half precision before gain and bias are applied, and round again after each of them. Stay in float32 to the end and round once.

fails: test_half_is_rounded_once
"""

import torch


def layer_norm(x, weight, bias, eps=1e-5):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    row = tuple(range(-weight.ndim, 0))
    centred = wide - wide.mean(row, keepdim=True)
    var = centred.square().mean(row, keepdim=True)
    normed = (centred / torch.sqrt(var + eps)).to(x.dtype)
    return normed * weight + bias
