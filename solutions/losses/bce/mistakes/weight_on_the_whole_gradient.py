"""Your loss is right, and your gradient multiplies all of p - y by pos_weight. Only the term with y carries the weight: the positive part is w * y * (p - 1), the negative part (1 - y) * p, without it.

fails: test_backward_pos_weight
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
    return -(y * log_yes + (1 - y) * log_no).mean().to(probs.dtype)


def bce_with_logits_loss(logits, targets, pos_weight=None):
    z, y = widen(logits, targets)
    w = 1 if pos_weight is None else pos_weight
    rest = torch.log(1 + torch.exp(-z.abs()))
    yes = rest + (-z).clamp(min=0)
    no = rest + z.clamp(min=0)
    return (w * y * yes + (1 - y) * no).mean().to(logits.dtype)


def bce_with_logits_backward(grad_out, logits, targets, pos_weight=None):
    z, y = widen(logits, targets)
    w = 1 if pos_weight is None else pos_weight
    s = torch.sigmoid(z)
    grad = w * (s - y)
    return (grad * grad_out.to(z.dtype) / z.numel()).to(logits.dtype)
