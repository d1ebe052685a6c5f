"""You build the (C, C) Jacobian of each row and multiply by it. The numbers are right, and memory is C times that of x: 16 million numbers a row at C = 4096. The Jacobian is the identity less two rank-one parts, so its product is two averages.

fails: test_builds_no_jacobian
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
    size = x.shape[-1]
    eye = torch.eye(size, dtype=x.dtype, device=x.device)
    jacobian = (eye - 1 / size - x_hat[..., :, None] * x_hat[..., None, :] / size) / root[..., None]
    grad_x = (jacobian @ g[..., None])[..., 0]
    return grad_x, grad_weight, grad_bias
