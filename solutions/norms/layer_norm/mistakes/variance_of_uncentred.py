"""You subtract the mean above the line and not below it: you divide by the root of mean(x^2), which is larger than the variance by the squared mean. Take the squares of the deviations.

fails: test_values
"""

import torch


def layer_norm(x, weight, bias, eps=1e-5):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    row = tuple(range(-weight.ndim, 0))
    centred = wide - wide.mean(row, keepdim=True)
    var = wide.square().mean(row, keepdim=True)
    return (centred / torch.sqrt(var + eps) * weight + bias).to(x.dtype)
