"""You divide by the root of the variance alone. A row of equal numbers has variance 0 and becomes 0 / 0 = NaN, which spreads through the whole network. Add eps inside the root.

fails: test_equal_numbers
"""

import torch


def layer_norm(x, weight, bias, eps=1e-5):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    row = tuple(range(-weight.ndim, 0))
    centred = wide - wide.mean(row, keepdim=True)
    var = centred.square().mean(row, keepdim=True)
    return (centred / torch.sqrt(var) * weight + bias).to(x.dtype)
