"""You give each parameter a new gradient tensor. Whatever shares memory with the old one, a flat buffer or a bucket of gradients, keeps the unclipped numbers. Multiply in place.

fails: test_same_memory
"""

import torch


def clip_grad_norm(params, max_norm):
    params = [p for p in params if p.grad is not None]
    if not params:
        return 0.0
    total = torch.stack([p.grad.norm() for p in params]).norm()
    factor = torch.clamp(max_norm / (total + 1e-6), max=1.0)
    for p in params:
        p.grad = p.grad * factor
    return total.item()
