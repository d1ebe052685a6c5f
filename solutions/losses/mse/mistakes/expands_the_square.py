"""You expand the square into p^2 - 2pt + t^2. For large, nearly equal numbers that subtracts huge squares whose digits are already rounded, and the small true error drowns. Subtract first, then square.

fails: test_close_numbers
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
    errors = (
        difference(pred, target, reduction) ** 2 * 0
        + (pred * pred - 2 * pred * target + target * target)
        if pred.dtype == torch.float32
        else difference(pred, target, reduction) ** 2
    )
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
