"""You compute the variance as mean(x^2) - mean(x)^2. For a channel far from zero these are two large, nearly equal numbers, and their difference is rounding error. Subtract the mean first and square the deviations.

fails: test_large_mean
"""

import torch


def batch_norm_2d(x, weight, bias, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    shape = (1, -1, 1, 1)
    if training:
        count = x.shape[0] * x.shape[2] * x.shape[3]
        if count < 2:
            raise ValueError("one value has no variance")
        mean, var = x.mean((0, 2, 3)), x.square().mean((0, 2, 3)) - x.mean((0, 2, 3)).square()
        unbiased = var * count / (count - 1)
        with torch.no_grad():
            running_mean.lerp_(mean, momentum)
            running_var.lerp_(unbiased, momentum)
    else:
        mean, var = running_mean, running_var
    normed = (x - mean.view(shape)) / torch.sqrt(var.view(shape) + eps)
    return normed * weight.view(shape) + bias.view(shape)
