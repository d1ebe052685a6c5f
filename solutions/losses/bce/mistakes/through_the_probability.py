"""You hand sigmoid(z) to the loss from probabilities, and your gradient is that by the probability. From z = 17 on the sigmoid is exactly 1 in float32, so a logit of 40 costs 100 where it should cost 40; and the gradient by the logit still wants the sigmoid's slope p * (1 - p), which turns it into p - y.

fails: test_backward
"""

import torch


def bce_loss(probs, targets):
    if probs.shape != targets.shape:
        raise ValueError("shapes differ")
    log_yes = torch.log(probs).clamp(min=-100)
    log_no = torch.log(1 - probs).clamp(min=-100)
    return -(targets * log_yes + (1 - targets) * log_no).mean()


def bce_with_logits_loss(logits, targets, pos_weight=None):
    if pos_weight is None:
        return bce_loss(torch.sigmoid(logits), targets)
    if logits.shape != targets.shape:
        raise ValueError("shapes differ")
    p = torch.sigmoid(logits)
    log_yes = torch.log(p).clamp(min=-100)
    log_no = torch.log(1 - p).clamp(min=-100)
    return -(pos_weight * targets * log_yes + (1 - targets) * log_no).mean()


def bce_with_logits_backward(grad_out, logits, targets, pos_weight=None):
    if logits.shape != targets.shape:
        raise ValueError("shapes differ")
    w = 1 if pos_weight is None else pos_weight
    p = torch.sigmoid(logits)
    grad = -w * targets / p + (1 - targets) / (1 - p)
    return grad_out * grad / logits.numel()
