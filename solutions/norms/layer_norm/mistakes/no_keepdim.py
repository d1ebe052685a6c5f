"""Your reductions drop the dimensions they run over. The `(B,)` of means then lines up with the LAST dimension of x: on most shapes that is an error, on a square input it silently subtracts the mean of row j from column j. Pass `keepdim=True`.

fails: test_shape
"""

import torch


def layer_norm(x, weight, bias, eps=1e-5):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    row = tuple(range(-weight.ndim, 0))
    centred = wide - wide.mean(row)
    var = wide.var(row, correction=0)
    return (centred / torch.sqrt(var + eps) * weight + bias).to(x.dtype)
