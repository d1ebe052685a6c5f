"""Your term of the variance is twice as large as it should be. The 2 from the square is cancelled by the 1/2 from the root.

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
    grad_x = (g - g.mean(-1, keepdim=True) - 2 * x_hat * (g * x_hat).mean(-1, keepdim=True)) / root
    return grad_x, grad_weight, grad_bias
