"""Your mask is a float tensor that holds 0 and 1 / (1 - p), and your backward pass just multiplies by it. Here the mask is a bool tensor that says what was kept and nothing else, a quarter of the memory; the scale is applied in each pass, from p.

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
    mask = torch.rand(x.shape, generator=generator, device=x.device) >= p
    if p < 1:
        mask = mask.to(x.dtype) / (1 - p)
    if p == 1:
        return x * 0, mask
    return x * mask, mask


def dropout_backward(grad_out, mask, p):
    check(p)
    if p == 1:
        return torch.zeros_like(grad_out)
    return grad_out * mask
