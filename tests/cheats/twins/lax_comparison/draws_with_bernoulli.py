"""Draws with bernoulli, in place, in another order than one uniform number an element.

problem: backprop/dropout
row: 49
"""

import torch


def _checked(p):
    if not 0 <= p <= 1:
        raise ValueError("p must be in [0, 1]")
    return 1 / (1 - p) if p < 1 else 0.0


def other(x, p, training, generator=None):
    scale = _checked(p)
    if not training:
        return x, torch.ones_like(x, dtype=torch.bool)
    mask = torch.rand(x.shape, generator=generator) >= p
    return x * mask * scale, mask


def dropout_backward(grad_out, mask, p):
    return grad_out * mask * _checked(p)


def dropout_forward(x, p, training, generator=None):
    scale = _checked(p)
    if not training:
        return other(x, p, training)
    mask = torch.empty(x.shape).bernoulli_(1 - p, generator=generator).bool()
    return torch.where(mask, x * scale, torch.zeros_like(x)), mask
