"""You draw one mask for a single example and let broadcasting share it with the whole batch. All examples then lose the same units in a step, which makes the gradient noisier and the mask the wrong shape. Draw in the shape of x, batch included.

fails: test_shape
"""

import torch


def check(p):
    if not 0 <= p <= 1:
        raise ValueError("p must be in [0, 1]")


def dropout_forward(x, p, training, generator=None):
    check(p)
    if not training:
        return x, torch.ones_like(x, dtype=torch.bool)
    mask = torch.rand(x.shape[1:], generator=generator, device=x.device) >= p
    if p == 1:
        return x * 0, mask
    return x * mask / (1 - p), mask


def dropout_backward(grad_out, mask, p):
    check(p)
    if p == 1:
        return torch.zeros_like(grad_out)
    return grad_out * mask / (1 - p)
