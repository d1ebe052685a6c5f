"""You divide by 1 - p twice: once in the mask and once more in the output. What stays is then scaled by 1 / (1 - p)**2, and the expected value is too large. One division keeps the mean.

fails: test_training[0.5]
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
    scaled = mask / (1 - p)
    return (x * scaled / (1 - p)).to(x.dtype), mask


def dropout_backward(grad_out, mask, p):
    check(p)
    if p == 1:
        return torch.zeros_like(grad_out)
    return grad_out * mask / (1 - p)
