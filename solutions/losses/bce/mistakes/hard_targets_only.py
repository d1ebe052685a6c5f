"""You choose one of the two terms by whether the target is 1. A smoothed target of 0.9 is then treated as 0. Weigh both terms, by y and by 1 - y.

fails: test_soft_targets
"""

import torch


def widen(x, y):
    if x.shape != y.shape:
        raise ValueError("shapes differ")
    if x.dtype in (torch.float16, torch.bfloat16):
        return x.float(), y.float()
    return x, y


def bce_loss(probs, targets):
    p, y = widen(probs, targets)
    log_yes = torch.log(p).clamp(min=-100)
    log_no = torch.log(1 - p).clamp(min=-100)
    return -torch.where(y == 1, log_yes, log_no).mean().to(probs.dtype)


def bce_with_logits_loss(logits, targets, pos_weight=None):
    z, y = widen(logits, targets)
    w = 1 if pos_weight is None else pos_weight
    rest = torch.log(1 + torch.exp(-z.abs()))
    yes = rest + (-z).clamp(min=0)
    no = rest + z.clamp(min=0)
    return (torch.where(y == 1, w * yes, no)).mean().to(logits.dtype)


def bce_with_logits_backward(grad_out, logits, targets, pos_weight=None):
    z, y = widen(logits, targets)
    w = 1 if pos_weight is None else pos_weight
    s = torch.sigmoid(z)
    grad = torch.where(y == 1, w * (s - 1), s)
    return (grad * grad_out.to(z.dtype) / z.numel()).to(logits.dtype)
