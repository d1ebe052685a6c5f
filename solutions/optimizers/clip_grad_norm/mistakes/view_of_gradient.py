"""You flatten with `view(-1)`, which refuses a gradient that is not contiguous, such as that of a transposed weight. `reshape` copies where it must, and a norm needs no flattening.

fails: test_not_contiguous
"""

import torch


def clip_grad_norm(params, max_norm):
    grads = [p.grad for p in params if p.grad is not None]
    if not grads:
        return 0.0
    total = torch.cat([g.view(-1) for g in grads]).norm()
    factor = torch.clamp(max_norm / (total + 1e-6), max=1.0)
    for g in grads:
        g.mul_(factor)
    return total.item()
