"""You compute in the dtype of x. In float16 a deviation above 255 squares to infinity and the group collapses to the bias. Cast half precision to float32 first and cast the result back.

fails: test_half_is_computed_in_float32
"""

import torch


def group_norm(x, num_groups, weight, bias, eps=1e-5):
    if x.shape[1] % num_groups:
        raise ValueError("the groups are not of one size")
    wide = x
    size = x.shape[1] // num_groups
    rows = wide.reshape(x.shape[0], num_groups, size, *x.shape[2:])
    dims = tuple(range(2, rows.ndim))
    centred = rows - rows.mean(dims, keepdim=True)
    var = centred.square().mean(dims, keepdim=True)
    normed = (centred / torch.sqrt(var + eps)).reshape(x.shape)
    channel = (1, -1, *[1] * (x.ndim - 2))
    return (normed * weight.view(channel) + bias.view(channel)).to(x.dtype)
