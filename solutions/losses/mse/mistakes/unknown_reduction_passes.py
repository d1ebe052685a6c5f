"""You treat any other reduction as one of the three. A misspelt name then changes the loss in silence. Raise `ValueError`.

fails: test_unknown_reduction
"""

import torch


def difference(pred, target, reduction):
    if pred.shape != target.shape:
        raise ValueError("shapes differ")
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
    grad = grad_out * 2 * difference(pred, target, reduction)
    if reduction == "mean":
        grad = grad / pred.numel()
    return grad.to(pred.dtype)
