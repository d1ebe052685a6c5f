"""At p = 1 you divide zero by zero. The mask drops everything, 1 - p is zero as well, and the result is NaN all over. Nothing stays that could be scaled, so p = 1 gives zeros, in the backward pass too.

fails: test_p_one
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
    return x * mask / (1 - p), mask


def dropout_backward(grad_out, mask, p):
    check(p)
    return grad_out * mask / (1 - p)
