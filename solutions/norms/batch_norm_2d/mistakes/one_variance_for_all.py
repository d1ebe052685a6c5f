"""Your variance has no `dim`, so one number serves all channels. A channel with a large spread stays large and one with a small spread is crushed. Each channel needs its own.

fails: test_training
"""

import torch


def batch_norm_2d(x, weight, bias, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    shape = (1, -1, 1, 1)
    if training:
        count = x.shape[0] * x.shape[2] * x.shape[3]
        if count < 2:
            raise ValueError("one value has no variance")
        mean, var = x.mean((0, 2, 3)), x.var((0, 2, 3), correction=0)
        unbiased = var * count / (count - 1)
        with torch.no_grad():
            running_mean.lerp_(mean, momentum)
            running_var.lerp_(unbiased, momentum)
    else:
        mean, var = running_mean, running_var
    m, v = mean.view(shape), var.view(shape)
    if training:
        m, v = mean.view(shape), (x - mean.view(shape)).pow(2).mean()
    normed = (x - m) / torch.sqrt(v + eps)
    return normed * weight.view(shape) + bias.view(shape)
