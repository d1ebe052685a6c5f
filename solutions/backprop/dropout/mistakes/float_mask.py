"""Your mask is a float tensor of zeros and ones, as `torch.bernoulli` makes it. The arithmetic is right, but the mask is kept until the backward pass, and as float32 it takes four times the memory of the bool tensor that is asked for. Call `.bool()` on it.

fails: test_keeps_dtype
"""

import torch


def check(p):
    if not 0 <= p <= 1:
        raise ValueError("p must be in [0, 1]")


def dropout_forward(x, p, training, generator=None):
    check(p)
    if not training:
        return x, torch.ones_like(x)
    keep = torch.full(x.shape, 1 - p, device=x.device)
    mask = torch.bernoulli(keep, generator=generator).to(x.dtype)
    if p == 1:
        return x * 0, mask
    return x * mask / (1 - p), mask


def dropout_backward(grad_out, mask, p):
    check(p)
    if p == 1:
        return torch.zeros_like(grad_out)
    return grad_out * mask / (1 - p)
