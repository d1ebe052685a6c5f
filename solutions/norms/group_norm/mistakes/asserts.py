"""You check the groups with `assert`, which raises AssertionError and is gone under `python -O`. What a caller did wrong is a ValueError.

fails: test_does_not_divide
"""

import torch


def group_norm(x, num_groups, weight, bias, eps=1e-5):
    assert x.shape[1] % num_groups == 0
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    size = x.shape[1] // num_groups
    rows = wide.reshape(x.shape[0], num_groups, size, *x.shape[2:])
    dims = tuple(range(2, rows.ndim))
    centred = rows - rows.mean(dims, keepdim=True)
    var = centred.square().mean(dims, keepdim=True)
    normed = (centred / torch.sqrt(var + eps)).reshape(x.shape)
    channel = (1, -1, *[1] * (x.ndim - 2))
    return (normed * weight.view(channel) + bias.view(channel)).to(x.dtype)
