"""You let different shapes broadcast. A prediction of shape (N, 1) against a target of shape (N,) becomes N x N differences of everything with everything, the loss looks plausible, and the model learns the mean. Compare the shapes and raise `ValueError`.

fails: test_shapes_differ
"""

import torch


def difference(pred, target, reduction):
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
    grad = grad_out * 2 * difference(pred, target, reduction)
    if reduction == "mean":
        grad = grad / pred.numel()
    return grad.to(pred.dtype)
