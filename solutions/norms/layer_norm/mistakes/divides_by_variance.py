"""You divide by the variance and never take its root, so a row that is ten times as large comes out ten times as small. The standard deviation belongs below the line.

fails: test_values
"""

import torch


def layer_norm(x, weight, bias, eps=1e-5):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    row = tuple(range(-weight.ndim, 0))
    centred = wide - wide.mean(row, keepdim=True)
    var = centred.square().mean(row, keepdim=True)
    return (centred / (var + eps) * weight + bias).to(x.dtype)
