"""You cast everything to float32, float64 too. The dtype of the result is right and half of its digits are lost. Widen half precision only.

fails: test_values_float64
"""

import torch


def layer_norm(x, weight, bias, eps=1e-5):
    wide = x.float()
    row = tuple(range(-weight.ndim, 0))
    centred = wide - wide.mean(row, keepdim=True)
    var = centred.square().mean(row, keepdim=True)
    return (centred / torch.sqrt(var + eps) * weight + bias).to(x.dtype)
