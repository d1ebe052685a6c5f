"""You measure and scale the parameters and not their gradients, so the weights themselves are shrunk. Take `p.grad`.

fails: test_one_parameter[0.5]
"""

import torch


def clip_grad_norm(params, max_norm):
    grads = [p for p in params if p.grad is not None]
    if not grads:
        return 0.0
    total = torch.stack([g.norm() for g in grads]).norm()
    factor = torch.clamp(max_norm / (total + 1e-6), max=1.0)
    for g in grads:
        g.mul_(factor)
    return total.item()
