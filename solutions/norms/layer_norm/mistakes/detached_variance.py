"""Your forward pass is right, and the variance is cut off from the graph. Every x_i moves the variance of its row; without that term the gradient no longer lies across the normalised row, and the layer's input drifts.

fails: test_gradients
"""

import torch


def layer_norm(x, weight, bias, eps=1e-5):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    row = tuple(range(-weight.ndim, 0))
    centred = wide - wide.mean(row, keepdim=True)
    var = centred.detach().square().mean(row, keepdim=True)
    return (centred / torch.sqrt(var + eps) * weight + bias).to(x.dtype)
