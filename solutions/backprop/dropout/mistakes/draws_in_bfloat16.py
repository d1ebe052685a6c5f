"""You draw in the dtype of x, as `torch.rand_like` does. Uniform numbers in bfloat16 come in coarse steps, so a small p is missed widely: p = 0.001 drops some three times as many elements. Draw in float32; only the bool mask has to meet x.

fails: test_small_rate_in_bfloat16
"""

import torch


def check(p):
    if not 0 <= p <= 1:
        raise ValueError("p must be in [0, 1]")


def dropout_forward(x, p, training, generator=None):
    check(p)
    if not training:
        return x, torch.ones_like(x, dtype=torch.bool)
    mask = torch.rand(x.shape, generator=generator, dtype=x.dtype, device=x.device) >= p
    if p == 1:
        return x * 0, mask
    return x * mask / (1 - p), mask


def dropout_backward(grad_out, mask, p):
    check(p)
    if p == 1:
        return torch.zeros_like(grad_out)
    return grad_out * mask / (1 - p)
