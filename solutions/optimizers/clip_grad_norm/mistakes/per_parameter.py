"""You clip each gradient by its own norm. Every parameter then has a factor of its own: large gradients lose more than small ones and the direction of the step bends. Take one norm over all gradients and one factor from it.

fails: test_all_together[1.0]
"""

import torch


def clip_grad_norm(params, max_norm):
    grads = [p.grad for p in params if p.grad is not None]
    if not grads:
        return 0.0
    total = torch.stack([g.norm() for g in grads]).norm()
    for g in grads:
        g.mul_(torch.clamp(max_norm / (g.norm() + 1e-6), max=1.0))
    return total.item()
