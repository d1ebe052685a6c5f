"""You apply gain and bias while the groups are still a dimension, one for each group or in the order in which they happen to line up. They belong to channels: channel c gets weight[c].

fails: test_values
"""

import torch


def group_norm(x, num_groups, weight, bias, eps=1e-5):
    if x.shape[1] % num_groups:
        raise ValueError("the groups are not of one size")
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    size = x.shape[1] // num_groups
    rows = wide.reshape(x.shape[0], num_groups, size, *x.shape[2:])
    dims = tuple(range(2, rows.ndim))
    centred = rows - rows.mean(dims, keepdim=True)
    var = centred.square().mean(dims, keepdim=True)
    normed = (centred / torch.sqrt(var + eps)).reshape(x.shape)
    channel = (1, -1, *[1] * (x.ndim - 2))
    of_group = torch.arange(x.shape[1], device=x.device) // size
    return (normed * weight[of_group].view(channel) + bias[of_group].view(channel)).to(x.dtype)
