"""Your forward pass takes care of p = 1 and your backward pass does not: there 0 / 0 makes the whole gradient NaN, and one NaN spoils every weight below. Where nothing was kept the gradient is zero.

fails: test_backward_extremes
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
    return x * mask / (1 - p), mask


def dropout_backward(grad_out, mask, p):
    check(p)
    return grad_out * mask / (1 - p)
