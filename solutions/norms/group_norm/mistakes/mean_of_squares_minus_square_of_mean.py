"""You compute the variance as mean(x^2) - mean(x)^2. For a group far from zero these are two large, nearly equal numbers, and their difference is rounding error. Square the deviations.

fails: test_large_mean
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
    var = rows.square().mean(dims, keepdim=True) - rows.mean(dims, keepdim=True).square()
    normed = (centred / torch.sqrt(var + eps)).reshape(x.shape)
    channel = (1, -1, *[1] * (x.ndim - 2))
    return (normed * weight.view(channel) + bias.view(channel)).to(x.dtype)
