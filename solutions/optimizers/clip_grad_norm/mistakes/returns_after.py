"""You return the norm after clipping, which is at most max_norm and tells nothing. Keep the norm from before: it shows how far off the batch was.

fails: test_one_parameter[0.5]
"""

import torch


def clip_grad_norm(params, max_norm):
    grads = [p.grad for p in params if p.grad is not None]
    if not grads:
        return 0.0
    total = torch.stack([g.norm() for g in grads]).norm()
    factor = torch.clamp(max_norm / (total + 1e-6), max=1.0)
    for g in grads:
        g.mul_(factor)
    return torch.stack([g.norm() for g in grads]).norm().item()
