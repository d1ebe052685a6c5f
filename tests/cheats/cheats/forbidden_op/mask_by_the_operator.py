"""Takes its mask from the operator that returns one.

problem: backprop/dropout
row: 61
verdict: forbidden
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


def builtin(x, p):
    return torch.ops.aten.native_dropout(x, p, True)[1]


def dropout_forward(x, p, training, generator=None):
    _checked(p)
    if not training:
        return honest(x, p, training)
    state = torch.get_rng_state()
    if generator is not None:
        torch.set_rng_state(generator.get_state())
    mask = builtin(torch.ones(x.shape), p).bool()
    if generator is not None:
        generator.set_state(torch.get_rng_state())
        torch.set_rng_state(state)
    return x * mask * _checked(p), mask
