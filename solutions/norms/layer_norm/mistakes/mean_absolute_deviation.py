"""You divide by the mean ABSOLUTE deviation. That is a measure of spread too, and about a fifth smaller than the standard deviation for normal numbers. Square, average, take the root.

fails: test_values
"""

import torch


def layer_norm(x, weight, bias, eps=1e-5):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    row = tuple(range(-weight.ndim, 0))
    centred = wide - wide.mean(row, keepdim=True)
    var = centred.abs().mean(row, keepdim=True).square()
    return (centred / torch.sqrt(var + eps) * weight + bias).to(x.dtype)
