"""You use `.grad` without asking whether there is one. It is None for every parameter that the loss did not reach. Leave those out.

fails: test_some_without
"""

import torch


def clip_grad_norm(params, max_norm):
    grads = [p.grad for p in params]
    if not grads:
        return 0.0
    total = torch.stack([g.norm() for g in grads]).norm()
    factor = torch.clamp(max_norm / (total + 1e-6), max=1.0)
    for g in grads:
        g.mul_(factor)
    return total.item()
