"""You take pred from target. The square does not see it, and the gradient does: it points away from the target, and training drives the predictions off. It is 2 * (pred - target).

fails: test_backward
"""

import torch


def difference(pred, target, reduction):
    if pred.shape != target.shape:
        raise ValueError("shapes differ")
    if reduction not in ("mean", "sum", "none"):
        raise ValueError("unknown reduction")
    half = pred.dtype in (torch.float16, torch.bfloat16)
    return pred.float() - target.float() if half else pred - target


def mse_loss(pred, target, reduction="mean"):
    errors = difference(pred, target, reduction) ** 2
    if reduction == "mean":
        errors = errors.mean()
    if reduction == "sum":
        errors = errors.sum()
    return errors.to(pred.dtype)


def mse_backward(grad_out, pred, target, reduction="mean"):
    grad = grad_out * -2 * difference(pred, target, reduction)
    if reduction == "mean":
        grad = grad / pred.numel()
    return grad.to(pred.dtype)
