"""You normalise over every dimension but the first, so all tokens of a sample share one mean and one variance. The row is what `weight` covers: for a `(C,)` weight the last dimension alone, one mean for each token.

fails: test_values
"""

import torch


def layer_norm(x, weight, bias, eps=1e-5):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    row = tuple(range(1, x.ndim)) or (0,)
    centred = wide - wide.mean(row, keepdim=True)
    var = centred.square().mean(row, keepdim=True)
    return (centred / torch.sqrt(var + eps) * weight + bias).to(x.dtype)
