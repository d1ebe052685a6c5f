"""You compute the variance as mean(x^2) - mean(x)^2. For a row far from zero these are two large, nearly equal numbers, and their difference is rounding error. Square the deviations.

fails: test_large_mean
"""

import torch


def layer_norm_backward(grad_out, x, weight, eps=1e-5):
    centred = x - x.mean(-1, keepdim=True)
    var = x.square().mean(-1, keepdim=True) - x.mean(-1, keepdim=True).square()
    root = torch.sqrt(var + eps)
    x_hat = centred / root
    rows = tuple(range(x.ndim - 1))
    grad_weight, grad_bias = grad_out * x_hat, grad_out.clone()
    if rows:
        grad_weight, grad_bias = grad_weight.sum(rows), grad_bias.sum(rows)
    g = grad_out * weight
    grad_x = (g - g.mean(-1, keepdim=True) - x_hat * (g * x_hat).mean(-1, keepdim=True)) / root
    return grad_x, grad_weight, grad_bias
