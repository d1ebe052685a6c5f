"""You check p after evaluation has returned. A wrong p then goes unnoticed until the model is first trained, in another place and at another time. Check the arguments before anything else.

fails: test_p_out_of_range[1.5]
"""

import torch


def check(p):
    if not 0 <= p <= 1:
        raise ValueError("p must be in [0, 1]")


def dropout_forward(x, p, training, generator=None):
    if not training:
        return x, torch.ones_like(x, dtype=torch.bool)
    check(p)
    mask = torch.rand(x.shape, generator=generator, device=x.device) >= p
    if p == 1:
        return x * 0, mask
    return x * mask / (1 - p), mask


def dropout_backward(grad_out, mask, p):
    check(p)
    if p == 1:
        return torch.zeros_like(grad_out)
    return grad_out * mask / (1 - p)
