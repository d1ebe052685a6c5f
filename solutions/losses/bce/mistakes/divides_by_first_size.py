"""You divide the gradient by `shape[0]`. A single number has no first dimension, so that is an IndexError; and in (N, C) the gradient is C times too large. The mean runs over all elements: divide by `numel()`.

fails: test_shape[()]
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
    grad = w * y * (s - 1) + (1 - y) * s
    return (grad * grad_out.to(z.dtype) / z.shape[0]).to(logits.dtype)
