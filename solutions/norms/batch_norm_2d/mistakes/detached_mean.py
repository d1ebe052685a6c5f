"""Your batch mean is cut off from the graph, and the variance is not. Every pixel moves the mean that is subtracted from all of its channel, so the gradient of x lacks the term that makes it sum to zero. Only the running statistics are kept out of the graph.

fails: test_gradients
"""

import torch


def batch_norm_2d(x, weight, bias, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    shape = (1, -1, 1, 1)
    if training:
        count = x.shape[0] * x.shape[2] * x.shape[3]
        if count < 2:
            raise ValueError("one value has no variance")
        mean, var = x.detach().mean((0, 2, 3)), x.var((0, 2, 3), correction=0)
        unbiased = var.detach() * count / (count - 1)
        with torch.no_grad():
            running_mean.lerp_(mean, momentum)
            running_var.lerp_(unbiased, momentum)
    else:
        mean, var = running_mean, running_var
    normed = (x - mean.view(shape)) / torch.sqrt(var.view(shape) + eps)
    return normed * weight.view(shape) + bias.view(shape)
