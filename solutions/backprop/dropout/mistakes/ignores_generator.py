"""You take `generator` and never hand it on, so the global generator decides. A run that seeds its own generator cannot be repeated. Pass it to the function that draws: `torch.rand(..., generator=generator)`.

fails: test_generator_decides
"""

import torch


def check(p):
    if not 0 <= p <= 1:
        raise ValueError("p must be in [0, 1]")


def dropout_forward(x, p, training, generator=None):
    check(p)
    if not training:
        return x, torch.ones_like(x, dtype=torch.bool)
    mask = torch.rand(x.shape, device=x.device) >= p
    if p == 1:
        return x * 0, mask
    return x * mask / (1 - p), mask


def dropout_backward(grad_out, mask, p):
    check(p)
    if p == 1:
        return torch.zeros_like(grad_out)
    return grad_out * mask / (1 - p)
