"""Your forward pass is right, and mean and variance are cut off from the graph. Every x_i moves the mean and the variance of its row, so the gradient of x lacks two of its three terms. Let autograd see them.

fails: test_gradients
"""

import torch


def layer_norm(x, weight, bias, eps=1e-5):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    row = tuple(range(-weight.ndim, 0))
    centred = wide - wide.detach().mean(row, keepdim=True)
    var = wide.detach().var(row, correction=0, keepdim=True)
    return (centred / torch.sqrt(var + eps) * weight + bias).to(x.dtype)
