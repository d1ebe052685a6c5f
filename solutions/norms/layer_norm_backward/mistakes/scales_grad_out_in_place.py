"""You multiply grad_out by weight in place before the gradients of weight and bias are taken from it. Both are scaled by the gain, and the caller's gradient is overwritten. Give the product a name of its own: `g = grad_out * weight`.

fails: test_grad_bias[(4, 8)]
"""

import torch


def layer_norm_backward(grad_out, x, weight, eps=1e-5):
    centred = x - x.mean(-1, keepdim=True)
    var = centred.square().mean(-1, keepdim=True)
    root = torch.sqrt(var + eps)
    x_hat = centred / root
    g = grad_out.mul_(weight)
    rows = tuple(range(x.ndim - 1))
    grad_weight, grad_bias = grad_out * x_hat, grad_out.clone()
    if rows:
        grad_weight, grad_bias = grad_weight.sum(rows), grad_bias.sum(rows)
    grad_x = (g - g.mean(-1, keepdim=True) - x_hat * (g * x_hat).mean(-1, keepdim=True)) / root
    return grad_x, grad_weight, grad_bias
