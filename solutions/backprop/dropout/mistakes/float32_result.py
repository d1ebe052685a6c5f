"""You multiply by a float32 mask, and bfloat16 times float32 is float32. From your layer on, a bfloat16 network silently runs in float32, at twice the memory. A bool mask, or one cast to the dtype of x, leaves the dtype alone.

fails: test_keeps_dtype
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
    keep = mask.float()
    return x * keep / (1 - p), mask


def dropout_backward(grad_out, mask, p):
    check(p)
    if p == 1:
        return torch.zeros_like(grad_out)
    return grad_out * mask / (1 - p)
