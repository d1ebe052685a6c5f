"""You work out 1 / (1 - p) in plain Python, and at p = 1 that is a ZeroDivisionError. Dropping everything is allowed: give p = 1 its own branch, with zeros as the result and as the gradient.

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
    return x * mask * (1 / (1 - p)), mask


def dropout_backward(grad_out, mask, p):
    check(p)
    return grad_out * mask * (1 / (1 - p))
