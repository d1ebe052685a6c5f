"""You add the norms of the gradients up. Squares add up, norms do not: your total is too long as soon as there are two parameters, and everything is clipped too hard. Take the root of the sum of the squared norms.

fails: test_all_together[1.0]
"""

import torch


def clip_grad_norm(params, max_norm):
    grads = [p.grad for p in params if p.grad is not None]
    if not grads:
        return 0.0
    total = torch.stack([g.norm() for g in grads]).sum()
    factor = torch.clamp(max_norm / (total + 1e-6), max=1.0)
    for g in grads:
        g.mul_(factor)
    return total.item()
