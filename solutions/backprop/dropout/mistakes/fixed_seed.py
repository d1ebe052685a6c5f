"""You seed the generator inside the layer, so every call drops the same elements: part of the network is then never trained, and every other random number of the program repeats as well. Seeding is the caller's business, once.

fails: test_each_call_is_fresh
"""

import torch


def check(p):
    if not 0 <= p <= 1:
        raise ValueError("p must be in [0, 1]")


def dropout_forward(x, p, training, generator=None):
    check(p)
    if not training:
        return x, torch.ones_like(x, dtype=torch.bool)
    torch.manual_seed(0)
    mask = torch.rand(x.shape, generator=generator, device=x.device) >= p
    if p == 1:
        return x * 0, mask
    return x * mask / (1 - p), mask


def dropout_backward(grad_out, mask, p):
    check(p)
    if p == 1:
        return torch.zeros_like(grad_out)
    return grad_out * mask / (1 - p)
