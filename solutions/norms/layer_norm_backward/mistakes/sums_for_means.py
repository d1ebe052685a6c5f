"""You subtract sums over the row where averages belong. The mean is the sum divided by C, and so is the variance: both terms carry 1/C.

fails: test_grad_x
"""

import torch


def layer_norm_backward(grad_out, x, weight, eps=1e-5):
    centred = x - x.mean(-1, keepdim=True)
    var = centred.square().mean(-1, keepdim=True)
    root = torch.sqrt(var + eps)
    x_hat = centred / root
    rows = tuple(range(x.ndim - 1))
    grad_weight, grad_bias = grad_out * x_hat, grad_out.clone()
    if rows:
        grad_weight, grad_bias = grad_weight.sum(rows), grad_bias.sum(rows)
    g = grad_out * weight
    grad_x = (g - g.sum(-1, keepdim=True) - x_hat * (g * x_hat).sum(-1, keepdim=True)) / root
    return grad_x, grad_weight, grad_bias
