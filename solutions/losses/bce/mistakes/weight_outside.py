"""You multiply the whole loss by pos_weight, and leave it out of the gradient. It is the weight of the positives: only the term with y carries it, in the loss and in the gradient. Your function also broadcasts targets of another shape and works in half precision.

fails: test_pos_weight
"""

import torch


def bce_loss(probs, targets):
    log_yes = torch.log(probs).clamp(min=-100)
    log_no = torch.log(1 - probs).clamp(min=-100)
    return -(targets * log_yes + (1 - targets) * log_no).mean()


def bce_with_logits_loss(logits, targets, pos_weight=None):
    w = 1 if pos_weight is None else pos_weight
    loss = logits.clamp(min=0) - logits * targets + torch.log1p(torch.exp(-logits.abs()))
    return (w * loss).mean()


def bce_with_logits_backward(grad_out, logits, targets, pos_weight=None):
    return grad_out * (torch.sigmoid(logits) - targets) / logits.numel()
