"""You do not think of the case in which no parameter has a gradient, and stacking an empty list is an error. Return a zero there.

fails: test_none_at_all[0]
"""

import torch


def clip_grad_norm(params, max_norm):
    grads = [p.grad for p in params if p.grad is not None]
    total = torch.stack([g.norm() for g in grads]).norm()
    factor = torch.clamp(max_norm / (total + 1e-6), max=1.0)
    for g in grads:
        g.mul_(factor)
    return total.item()
