"""Returns x itself in evaluation and where p is zero.

problem: backprop/dropout
row: 24
"""

import torch


def _checked(p):
    if not 0 <= p <= 1:
        raise ValueError("p must be in [0, 1]")
    return 1 / (1 - p) if p < 1 else 0.0


def honest(x, p, training, generator=None):
    scale = _checked(p)
    if not training:
        return x, torch.ones_like(x, dtype=torch.bool)
    mask = torch.rand(x.shape, generator=generator) >= p
    return x * mask * scale, mask


def dropout_backward(grad_out, mask, p):
    return grad_out * mask * _checked(p)


def dropout_forward(x, p, training, generator=None):
    if p == 0 or not training:
        _checked(p)
        return x, torch.ones_like(x, dtype=torch.bool)
    return honest(x, p, training, generator)
