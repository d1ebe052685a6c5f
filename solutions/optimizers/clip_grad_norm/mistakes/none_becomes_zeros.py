"""You give parameters without a gradient a gradient of zeros. The norm does not change, but the optimizer does: it skips None, and with zeros it decays the weight and rolls on.

fails: test_some_without
"""

import torch


def clip_grad_norm(params, max_norm):
    grads = []
    for p in params:
        if p.grad is None:
            p.grad = torch.zeros_like(p)
        grads.append(p.grad)
    if not grads:
        return 0.0
    total = torch.stack([g.norm() for g in grads]).norm()
    factor = torch.clamp(max_norm / (total + 1e-6), max=1.0)
    for g in grads:
        g.mul_(factor)
    return total.item()
