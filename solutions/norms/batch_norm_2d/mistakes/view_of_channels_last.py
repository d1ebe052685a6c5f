"""You `view` x as `(B, C, H * W)`, which only a contiguous tensor allows; images in channels-last layout, the usual one for fast convolutions, raise an error. Use `flatten`, `reshape`, or reduce over dimensions 2 and 3 as they are.

fails: test_memory_layout
"""

import torch


def batch_norm_2d(x, weight, bias, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    shape = (1, -1, 1, 1)
    if training:
        count = x.shape[0] * x.shape[2] * x.shape[3]
        if count < 2:
            raise ValueError("one value has no variance")
        flat = x.view(x.shape[0], x.shape[1], -1)
        mean, var = flat.mean((0, 2)), flat.var((0, 2), correction=0)
        unbiased = var * count / (count - 1)
        with torch.no_grad():
            running_mean.lerp_(mean, momentum)
            running_var.lerp_(unbiased, momentum)
    else:
        mean, var = running_mean, running_var
    normed = (x - mean.view(shape)) / torch.sqrt(var.view(shape) + eps)
    return normed * weight.view(shape) + bias.view(shape)
