"""You take the probabilities from the one-hot targets. That is the direction in which to move the logits, minus the gradient; an optimizer subtracts the gradient, and with yours the loss rises. The gradient is probabilities MINUS one-hot.

fails: test_values
"""

import torch


def cross_entropy_backward(logits, targets, ignore_index=-100):
    wide = logits.float() if logits.dtype in (torch.float16, torch.bfloat16) else logits
    counted = (targets != ignore_index).unsqueeze(-1)
    places = torch.where(counted, targets.unsqueeze(-1), 0)
    d = -wide.softmax(-1)
    d = d.scatter_add(-1, places, torch.ones_like(d))
    return (d * counted / counted.sum().clamp(min=1)).to(logits.dtype)
