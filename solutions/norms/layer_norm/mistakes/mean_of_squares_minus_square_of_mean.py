"""You compute the variance as mean(x^2) - mean(x)^2. For a row far from zero these are two large, nearly equal numbers, and their difference is rounding error: the result is off by far, or NaN when it comes out negative. Subtract the mean first and square the deviations.

fails: test_large_mean
"""

import torch


def layer_norm(x, weight, bias, eps=1e-5):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    row = tuple(range(-weight.ndim, 0))
    centred = wide - wide.mean(row, keepdim=True)
    var = wide.square().mean(row, keepdim=True) - wide.mean(row, keepdim=True).square()
    return (centred / torch.sqrt(var + eps) * weight + bias).to(x.dtype)
