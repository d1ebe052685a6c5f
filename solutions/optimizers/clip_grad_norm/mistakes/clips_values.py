"""You clamp every element to plus or minus max_norm. That is clipping by value: it bends the direction and lets the norm be as large as the square root of the number of elements. Multiply all gradients by one factor.

fails: test_one_parameter[0.5]
"""

import torch


def clip_grad_norm(params, max_norm):
    grads = [p.grad for p in params if p.grad is not None]
    if not grads:
        return 0.0
    total = torch.stack([g.norm() for g in grads]).norm()
    for g in grads:
        g.clamp_(-max_norm, max_norm)
    return total.item()
