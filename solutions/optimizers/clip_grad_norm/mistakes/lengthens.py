"""Your factor is not held at 1, so short gradients are stretched to max_norm: near the minimum, where gradients get small, the steps stay long. Take the smaller of 1 and the fraction.

fails: test_short_enough
"""

import torch


def clip_grad_norm(params, max_norm):
    grads = [p.grad for p in params if p.grad is not None]
    if not grads:
        return 0.0
    total = torch.stack([g.norm() for g in grads]).norm()
    factor = max_norm / (total + 1e-6)
    for g in grads:
        g.mul_(factor)
    return total.item()
