"""You compute in float32 and return float32. The result must come back in the dtype of x, or everything after this layer silently runs in another precision.

fails: test_keeps_dtype
"""

import torch


def layer_norm(x, weight, bias, eps=1e-5):
    wide = x.float()
    row = tuple(range(-weight.ndim, 0))
    centred = wide - wide.mean(row, keepdim=True)
    var = centred.square().mean(row, keepdim=True)
    return centred / torch.sqrt(var + eps) * weight.float() + bias.float()
