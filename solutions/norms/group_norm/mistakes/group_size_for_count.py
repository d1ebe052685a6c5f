"""You take `num_groups` for the number of channels in a group. It is the number of groups; each has C / num_groups channels.

fails: test_extremes
"""

import torch


def group_norm(x, num_groups, weight, bias, eps=1e-5):
    if x.shape[1] % num_groups:
        raise ValueError("the groups are not of one size")
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    size = x.shape[1] // num_groups
    rows = wide.reshape(x.shape[0], size, num_groups, *x.shape[2:])
    dims = tuple(range(2, rows.ndim))
    centred = rows - rows.mean(dims, keepdim=True)
    var = centred.square().mean(dims, keepdim=True)
    normed = (centred / torch.sqrt(var + eps)).reshape(x.shape)
    channel = (1, -1, *[1] * (x.ndim - 2))
    return (normed * weight.view(channel) + bias.view(channel)).to(x.dtype)
