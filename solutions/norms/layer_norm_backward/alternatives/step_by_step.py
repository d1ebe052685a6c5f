"""Backpropagation through every step of the forward pass, in reverse, with no term simplified."""

import torch
from torch import Tensor


def layer_norm_backward(
    grad_out: Tensor, x: Tensor, weight: Tensor, eps: float = 1e-5
) -> tuple[Tensor, Tensor, Tensor]:
    """Walk back through root, variance and mean; grad_out and x (..., C), weight (C,)."""
    size = x.shape[-1]
    mean = x.sum(-1, keepdim=True) / size
    deviation = x - mean
    var = (deviation**2).sum(-1, keepdim=True) / size
    root = torch.sqrt(var + eps)

    grad_x_hat = grad_out * weight
    grad_root = -(grad_x_hat * deviation).sum(-1, keepdim=True) / root**2
    grad_var = grad_root / (2 * root)
    grad_deviation = grad_x_hat / root + grad_var * 2 * deviation / size
    grad_mean = -grad_deviation.sum(-1, keepdim=True)
    grad_x = grad_deviation + grad_mean / size

    flat = grad_out.reshape(-1, size) if x.numel() else grad_out.new_zeros(0, size)
    normed = (deviation / root).reshape(flat.shape)
    return grad_x, (flat * normed).sum(0), flat.sum(0)
