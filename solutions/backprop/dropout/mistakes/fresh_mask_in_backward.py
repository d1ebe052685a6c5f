"""Your backward pass draws a mask of its own. The gradient then flows into elements that the forward pass dropped and misses some that it kept: it belongs to another function. Use the mask that the forward pass returned.

fails: test_backward[0.1]
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
    return x * mask / (1 - p), mask


def dropout_backward(grad_out, mask, p):
    check(p)
    if p == 1:
        return torch.zeros_like(grad_out)
    mask = torch.rand(grad_out.shape, device=grad_out.device) >= p
    return grad_out * mask / (1 - p)
