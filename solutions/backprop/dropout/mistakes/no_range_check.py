"""You do not look at p. With p = 1.5 everything is dropped and the scale is negative, with p = -0.1 nothing is and all is shrunk: a mistyped rate then trains quietly and badly. Raise ValueError outside [0, 1].

fails: test_p_out_of_range[1.5]
"""

import torch


def dropout_forward(x, p, training, generator=None):
    if not training:
        return x, torch.ones_like(x, dtype=torch.bool)
    mask = torch.rand(x.shape, generator=generator, device=x.device) >= p
    if p == 1:
        return x * 0, mask
    return x * mask / (1 - p), mask


def dropout_backward(grad_out, mask, p):
    if p == 1:
        return torch.zeros_like(grad_out)
    return grad_out * mask / (1 - p)
