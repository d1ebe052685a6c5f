"""Mean squared error and its gradient in closed form.

Shapes: pred and target (...), the loss () or (...) with reduction "none". The limits: one shape for
both, so that nothing broadcasts by accident; every element weighs the same.
"""

import torch
from torch import Tensor


def _difference(pred: Tensor, target: Tensor, reduction: str) -> Tensor:
    """Check the arguments and return pred - target, in float32 at least."""
    if pred.shape != target.shape:
        raise ValueError(f"shapes differ: {tuple(pred.shape)} and {tuple(target.shape)}")
    if reduction not in ("mean", "sum", "none"):
        raise ValueError(f"reduction must be mean, sum or none, not {reduction!r}")
    # Squares of half-precision numbers overflow early, and sums of them lose digits: work wider.
    half = pred.dtype in (torch.float16, torch.bfloat16)
    return pred.float() - target.float() if half else pred - target


def mse_loss(pred: Tensor, target: Tensor, reduction: str = "mean") -> Tensor:
    """Reduce the squared differences (torch.nn.functional.mse_loss).

    Args:
        pred: (...)
        target: (...)
        reduction: "mean", "sum" or "none"

    Returns:
        (), or (...) with "none", in the dtype of pred

    Raises:
        ValueError: the shapes differ, or the reduction is unknown
    """
    errors = _difference(pred, target, reduction).square()
    if reduction == "mean":
        errors = errors.mean()
    if reduction == "sum":
        errors = errors.sum()
    return errors.to(pred.dtype)


def mse_backward(grad_out: Tensor, pred: Tensor, target: Tensor, reduction: str = "mean") -> Tensor:
    """Multiply what arrives by 2 * (pred - target), and by 1 / n behind a mean.

    Args:
        grad_out: (), or (...) with "none"
        pred: (...)
        target: (...)
        reduction: "mean", "sum" or "none"

    Returns:
        (...), in the dtype of pred

    Raises:
        ValueError: the shapes differ, or the reduction is unknown
    """
    difference = _difference(pred, target, reduction)
    # 2 from the square, 1 / n from the mean over all n elements: one small factor, applied to the
    # one number that arrives, so that a single product runs over the tensor.
    factor = 2 / pred.numel() if reduction == "mean" else 2
    return (difference * (grad_out.to(difference.dtype) * factor)).to(pred.dtype)
