"""You clip each gradient by its own norm, return nothing, and so lose what the loop wants to log. One norm over all gradients gives one factor, and that norm, before clipping, is the result.

fails: test_one_parameter[0.5]
"""

import torch


def clip_grad_norm(params, max_norm):
    for p in params:
        if p.grad is not None:
            norm = p.grad.norm()
            if norm > max_norm:
                p.grad.mul_(max_norm / (norm + 1e-6))
