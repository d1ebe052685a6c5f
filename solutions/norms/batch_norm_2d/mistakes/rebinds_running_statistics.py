"""You assign new tensors to the names `running_mean` and `running_var`. That binds two local names; the caller's tensors never change. Update in place: `copy_`, `lerp_`, `mul_` and `add_`.

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
        unbiased = var * count / (count - 1)
        running_mean = (1 - momentum) * running_mean + momentum * mean.detach()
        running_var = (1 - momentum) * running_var + momentum * unbiased.detach()
    else:
        mean, var = running_mean, running_var
    normed = (x - mean.view(shape)) / torch.sqrt(var.view(shape) + eps)
    return normed * weight.view(shape) + bias.view(shape)
