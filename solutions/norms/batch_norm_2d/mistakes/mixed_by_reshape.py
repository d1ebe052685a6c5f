"""You reshape `(B, C, H, W)` to C rows to take their statistics. A reshape never reorders memory: as soon as there is more than one image, each row mixes channels. Move the channels to the front first, or reduce over dimensions 0, 2 and 3.

fails: test_training
"""

import torch


def batch_norm_2d(x, weight, bias, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    shape = (1, -1, 1, 1)
    if training:
        count = x.shape[0] * x.shape[2] * x.shape[3]
        if count < 2:
            raise ValueError("one value has no variance")
        rows = x.reshape(x.shape[1], -1)
        mean, var = rows.mean(1), rows.var(1, correction=0)
        unbiased = var * count / (count - 1)
        with torch.no_grad():
            running_mean.lerp_(mean, momentum)
            running_var.lerp_(unbiased, momentum)
    else:
        mean, var = running_mean, running_var
    normed = (x - mean.view(shape)) / torch.sqrt(var.view(shape) + eps)
    return normed * weight.view(shape) + bias.view(shape)
