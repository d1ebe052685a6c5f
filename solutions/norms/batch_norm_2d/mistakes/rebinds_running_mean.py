"""You assign a new tensor to the name `running_mean`, while `running_var` is updated in place. The assignment binds a local name only; the caller's mean stays as it was, and evaluation subtracts the wrong one. Update both in place: `copy_`, `lerp_`, `mul_` and `add_`.

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
        running_var.mul_(1 - momentum).add_(momentum * unbiased.detach())
    else:
        mean, var = running_mean, running_var
    normed = (x - mean.view(shape)) / torch.sqrt(var.view(shape) + eps)
    return normed * weight.view(shape) + bias.view(shape)
