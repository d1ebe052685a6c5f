"""You compute under `torch.no_grad()`, or on `x.detach()`, so the output has no history. Only the draw needs no gradient: the product with the mask must stay in the graph, or nothing in front of this layer is trained.

fails: test_autograd
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
        return x.detach() * 0, mask
    return x.detach() * mask / (1 - p), mask


def dropout_backward(grad_out, mask, p):
    check(p)
    if p == 1:
        return torch.zeros_like(grad_out)
    return grad_out * mask / (1 - p)
