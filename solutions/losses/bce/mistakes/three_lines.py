"""You write the formula down as it stands: no limit on the logarithms, a sigmoid that rounds to 0 or 1, and a gradient that is not divided by the number of elements. Certain probabilities give NaN and large logits infinity. Bound the logarithms, take the loss from the logit itself, and let the mean share the gradient out.

fails: test_backward
"""

import torch


def bce_loss(probs, targets):
    return -(targets * torch.log(probs) + (1 - targets) * torch.log(1 - probs)).mean()


def bce_with_logits_loss(logits, targets, pos_weight=None):
    w = 1 if pos_weight is None else pos_weight
    p = torch.sigmoid(logits)
    return -(w * targets * torch.log(p) + (1 - targets) * torch.log(1 - p)).mean()


def bce_with_logits_backward(grad_out, logits, targets, pos_weight=None):
    return grad_out * (torch.sigmoid(logits) - targets)
