"""You accept one value a channel in training. Its unbiased variance is 0 / 0, so `running_var` is NaN from then on. Raise ValueError.

fails: test_one_value_in_training
"""

import torch


def batch_norm_2d(x, weight, bias, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    shape = (1, -1, 1, 1)
    if training:
        count = x.shape[0] * x.shape[2] * x.shape[3]
        mean, var = x.mean((0, 2, 3)), x.var((0, 2, 3), correction=0)
        unbiased = x.var((0, 2, 3))
        with torch.no_grad():
            running_mean.lerp_(mean, momentum)
            running_var.lerp_(unbiased, momentum)
    else:
        mean, var = running_mean, running_var
    normed = (x - mean.view(shape)) / torch.sqrt(var.view(shape) + eps)
    return normed * weight.view(shape) + bias.view(shape)
