"""Your total is the sum of squares and lacks the root, so a gradient of norm 10 counts as 100 and is clipped to a tenth of max_norm. Take the root.

fails: test_one_parameter[0.5]
"""

import torch


def clip_grad_norm(params, max_norm):
    grads = [p.grad for p in params if p.grad is not None]
    if not grads:
        return 0.0
    total = sum((g * g).sum() for g in grads)
    factor = torch.clamp(max_norm / (total + 1e-6), max=1.0)
    for g in grads:
        g.mul_(factor)
    return total.item()
