"""You normalise by the variance that is divided by N - 1, as `var` gives it by default, and so does not equal `nn.BatchNorm2d`. The batch is divided by its biased variance; the unbiased one is only what `running_var` gathers. Pass `correction=0`.

fails: test_training
"""

import torch


def batch_norm_2d(x, weight, bias, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    shape = (1, -1, 1, 1)
    if training:
        count = x.shape[0] * x.shape[2] * x.shape[3]
        if count < 2:
            raise ValueError("one value has no variance")
        mean, var = x.mean((0, 2, 3)), x.var((0, 2, 3))
        unbiased = var
        with torch.no_grad():
            running_mean.lerp_(mean, momentum)
            running_var.lerp_(unbiased, momentum)
    else:
        mean, var = running_mean, running_var
    normed = (x - mean.view(shape)) / torch.sqrt(var.view(shape) + eps)
    return normed * weight.view(shape) + bias.view(shape)
