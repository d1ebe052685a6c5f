"""You never check that the groups divide the channels. Somebody then gets an error about a reshape, or groups of unequal size, deep in a model. Raise ValueError with both numbers.

fails: test_does_not_divide
"""

import torch


def group_norm(x, num_groups, weight, bias, eps=1e-5):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    num_groups = min(num_groups, x.shape[1])
    while x.shape[1] % num_groups:
        num_groups -= 1
    size = x.shape[1] // num_groups
    rows = wide.reshape(x.shape[0], num_groups, size, *x.shape[2:])
    dims = tuple(range(2, rows.ndim))
    centred = rows - rows.mean(dims, keepdim=True)
    var = centred.square().mean(dims, keepdim=True)
    normed = (centred / torch.sqrt(var + eps)).reshape(x.shape)
    channel = (1, -1, *[1] * (x.ndim - 2))
    return (normed * weight.view(channel) + bias.view(channel)).to(x.dtype)
