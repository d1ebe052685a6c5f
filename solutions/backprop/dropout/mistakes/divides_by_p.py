"""You divide by p, the probability of DROPPING. At p = 0.5 nobody can tell, at p = 0.1 what stays is ten times too large. The share that stays is 1 - p, so that is what the scale makes up for.

fails: test_training[0.1]
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
    return x * mask / (p or 1), mask


def dropout_backward(grad_out, mask, p):
    check(p)
    if p == 1:
        return torch.zeros_like(grad_out)
    return grad_out * mask / (p or 1)
