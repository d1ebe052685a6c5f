"""Your fraction lacks the 1e-6, so with a norm of 0 and a max_norm of 0 it is 0 / 0 and the gradients become NaN, and where gradients are tiny your factor is larger than the stated one.

fails: test_tiny
"""

import torch


def clip_grad_norm(params, max_norm):
    grads = [p.grad for p in params if p.grad is not None]
    if not grads:
        return 0.0
    total = torch.stack([g.norm() for g in grads]).norm()
    factor = torch.clamp(max_norm / total, max=1.0)
    for g in grads:
        g.mul_(factor)
    return total.item()
