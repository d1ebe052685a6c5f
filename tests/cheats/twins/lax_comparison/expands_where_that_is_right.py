"""Returns an expanded mask where every element of it is the same.

problem: backprop/dropout
row: 40
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
    if training and 0 < p < 1:
        return honest(x, p, training, generator)
    _checked(p)
    kept = torch.tensor(not training or p == 0).expand(x.shape)
    return (x if not training or p == 0 else x * 0.0), kept
