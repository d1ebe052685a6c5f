"""You reshape to (B, N, G) and take the columns for groups. That deals out the numbers in turn, pixels and channels alike, so each group holds some of every channel. A group is one stretch of neighbouring channels: reshape to (B, G, N).

fails: test_values
"""

import torch


def group_norm(x, num_groups, weight, bias, eps=1e-5):
    if x.shape[1] % num_groups:
        raise ValueError("the groups are not of one size")
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    rows = wide.reshape(x.shape[0], -1, num_groups)
    centred = rows - rows.mean(1, keepdim=True)
    var = centred.square().mean(1, keepdim=True)
    normed = (centred / torch.sqrt(var + eps)).reshape(x.shape)
    channel = (1, -1, *[1] * (x.ndim - 2))
    return (normed * weight.view(channel) + bias.view(channel)).to(x.dtype)
