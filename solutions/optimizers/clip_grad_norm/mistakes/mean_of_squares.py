"""You take the root of the MEAN square, which does not grow with the number of elements. The norm is the root of their sum; a large model would hardly ever be clipped by yours.

fails: test_one_parameter[0.5]
"""

import torch


def clip_grad_norm(params, max_norm):
    grads = [p.grad for p in params if p.grad is not None]
    if not grads:
        return 0.0
    total = torch.cat([g.reshape(-1) for g in grads]).square().mean().sqrt()
    factor = torch.clamp(max_norm / (total + 1e-6), max=1.0)
    for g in grads:
        g.mul_(factor)
    return total.item()
