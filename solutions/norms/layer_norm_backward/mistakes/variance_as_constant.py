"""You treat the variance as a constant. Stretching a row about its mean hardly changes the output, so the gradient must be orthogonal to x_hat; yours is not. Subtract x_hat times the average of g * x_hat.

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
    grad_x = (g - g.mean(-1, keepdim=True)) / root
    return grad_x, grad_weight, grad_bias
