"""You take the sum of the norms for the norm of all, read `.grad` without asking whether there is one, and give every parameter a new gradient tensor. Squares add up, norms do not; a gradient of None does not count; and the clipped numbers belong into the memory that is there.

fails: test_all_together[1.0]
"""

import torch


def clip_grad_norm(params, max_norm):
    params = list(params)
    total = sum(p.grad.norm() for p in params)
    factor = torch.clamp(max_norm / (total + 1e-6), max=1.0)
    for p in params:
        p.grad = p.grad * factor
    return total.item()
