"""You compare p with NORMAL noise. A standard normal number exceeds 0.5 with probability 0.31, not 0.5, and exceeds 0 only half of the time. Use uniform numbers: they are at least p with probability 1 - p.

fails: test_rate[0.5]
"""

import torch


def check(p):
    if not 0 <= p <= 1:
        raise ValueError("p must be in [0, 1]")


def dropout_forward(x, p, training, generator=None):
    check(p)
    if not training:
        return x, torch.ones_like(x, dtype=torch.bool)
    mask = torch.randn(x.shape, generator=generator, device=x.device) >= p
    if p == 1:
        return x * 0, mask
    return x * mask / (1 - p), mask


def dropout_backward(grad_out, mask, p):
    check(p)
    if p == 1:
        return torch.zeros_like(grad_out)
    return grad_out * mask / (1 - p)
