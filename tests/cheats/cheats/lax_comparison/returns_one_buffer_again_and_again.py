"""Draws every mask of a shape into the same memory, so that the last call changes what earlier
ones returned.

problem: backprop/dropout
row: 44
verdict: wrong_answer
"""

import torch

buffers = {}


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
    out, mask = honest(x, p, training, generator)
    buffer = buffers.setdefault(mask.shape, torch.empty_like(mask))
    return out, buffer.copy_(mask)
