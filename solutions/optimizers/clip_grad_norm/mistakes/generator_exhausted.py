"""You loop over `params` twice, once for the norm and once for the scaling. A generator, as `model.parameters()` is, is empty the second time, so nothing is clipped. Collect the gradients in a list first.

fails: test_generator
"""

import torch


def clip_grad_norm(params, max_norm):
    grads = (p.grad for p in params if p.grad is not None)
    norms = [g.norm() for g in grads]
    if not norms:
        return 0.0
    total = torch.stack(norms).norm()
    factor = torch.clamp(max_norm / (total + 1e-6), max=1.0)
    for p in params:
        if p.grad is not None:
            p.grad.mul_(factor)
    return total.item()
