"""You drop in place (`x *= mask`, `x[~mask] = 0`). The caller's tensor is overwritten: a residual connection around the layer adds the dropped values, and autograd refuses where x is still needed. Make a new tensor.

fails: test_leaves_x_alone
"""

import torch


def check(p):
    if not 0 <= p <= 1:
        raise ValueError("p must be in [0, 1]")


def dropout_forward(x, p, training, generator=None):
    check(p)
    if not training:
        return x, torch.ones_like(x, dtype=torch.bool)
    mask = torch.rand(x.shape, generator=generator, device=x.device) >= p
    if p == 1:
        return x * 0, mask
    if x.requires_grad:
        return x * mask / (1 - p), mask
    return x.mul_(mask).div_(1 - p), mask


def dropout_backward(grad_out, mask, p):
    check(p)
    if p == 1:
        return torch.zeros_like(grad_out)
    return grad_out * mask / (1 - p)
