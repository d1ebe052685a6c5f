"""You make the stored variance unbiased by B / (B - 1). A channel's variance comes from N = B * H * W values, so the factor is N / (N - 1); with yours `running_var` is far too large, and infinite for one image.

fails: test_running_statistics
"""

import torch


def batch_norm_2d(x, weight, bias, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    shape = (1, -1, 1, 1)
    if training:
        count = x.shape[0] * x.shape[2] * x.shape[3]
        if count < 2:
            raise ValueError("one value has no variance")
        mean, var = x.mean((0, 2, 3)), x.var((0, 2, 3), correction=0)
        unbiased = var * x.shape[0] / (x.shape[0] - 1 or 1e-12)
        with torch.no_grad():
            running_mean.lerp_(mean, momentum)
            running_var.lerp_(unbiased, momentum)
    else:
        mean, var = running_mean, running_var
    normed = (x - mean.view(shape)) / torch.sqrt(var.view(shape) + eps)
    return normed * weight.view(shape) + bias.view(shape)
