"""You draw the mask before you look at `training`. The result is right, but each evaluation pass moves the random generator on, so how often you evaluate changes how training goes. Return from evaluation first.

fails: test_evaluation_draws_nothing
"""

import torch


def check(p):
    if not 0 <= p <= 1:
        raise ValueError("p must be in [0, 1]")


def dropout_forward(x, p, training, generator=None):
    check(p)
    mask = torch.rand(x.shape, generator=generator, device=x.device) >= p
    if not training:
        return x, torch.ones_like(x, dtype=torch.bool)
    if p == 1:
        return x * 0, mask
    return x * mask / (1 - p), mask


def dropout_backward(grad_out, mask, p):
    check(p)
    if p == 1:
        return torch.zeros_like(grad_out)
    return grad_out * mask / (1 - p)
