"""You draw one number a row and stretch it over the features, so that whole rows vanish and whole rows stay. The rate is right and the elements are not independent: a unit can rely on its neighbours again. Draw one number an element, in the shape of x.

fails: test_elements_are_independent
"""

import torch


def check(p):
    if not 0 <= p <= 1:
        raise ValueError("p must be in [0, 1]")


def dropout_forward(x, p, training, generator=None):
    check(p)
    if not training:
        return x, torch.ones_like(x, dtype=torch.bool)
    rows = x.shape[:-1] + (1,) if x.dim() else ()
    draw = torch.rand(rows, generator=generator, device=x.device)
    mask = (draw >= p).expand(x.shape)
    if p == 1:
        return x * 0, mask
    return x * mask / (1 - p), mask


def dropout_backward(grad_out, mask, p):
    check(p)
    if p == 1:
        return torch.zeros_like(grad_out)
    return grad_out * mask / (1 - p)
