"""You draw the mask with NumPy. Neither `torch.manual_seed` nor the generator has any say in it, so no run can be repeated, and on a GPU every mask is copied over from the CPU. Draw with `torch.rand` or `torch.bernoulli`.

fails: test_global_seed_decides
"""

import numpy as np
import torch


def check(p):
    if not 0 <= p <= 1:
        raise ValueError("p must be in [0, 1]")


def dropout_forward(x, p, training, generator=None):
    check(p)
    if not training:
        return x, torch.ones_like(x, dtype=torch.bool)
    mask = (
        torch.from_numpy(np.asarray(np.random.binomial(1, 1 - p, tuple(x.shape))))
        .bool()
        .to(x.device)
    )
    if p == 1:
        return x * 0, mask
    return x * mask / (1 - p), mask


def dropout_backward(grad_out, mask, p):
    check(p)
    if p == 1:
        return torch.zeros_like(grad_out)
    return grad_out * mask / (1 - p)
