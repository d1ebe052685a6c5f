"""You always reduce over the last dimension alone. Where `weight` has two dimensions a row is the last two together, with one mean and one variance for all its elements; yours has one for each line of it. Reduce over the last `weight.ndim` dimensions.

fails: test_several_dimensions
"""

import torch


def layer_norm(x, weight, bias, eps=1e-5):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    row = (-1,)
    centred = wide - wide.mean(row, keepdim=True)
    var = centred.square().mean(row, keepdim=True)
    return (centred / torch.sqrt(var + eps) * weight + bias).to(x.dtype)
