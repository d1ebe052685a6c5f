"""The sum of squares as a dot product in float64; reductions looked up in a table."""

import torch
from torch import Tensor


def _share(pred: Tensor, target: Tensor, reduction: str) -> float:
    if pred.size() != target.size():
        raise ValueError("pred and target must have one shape")
    shares = {"mean": 1 / max(pred.numel(), 1), "sum": 1.0, "none": 1.0}
    if reduction not in shares:
        raise ValueError("no such reduction")
    return shares[reduction]


def mse_loss(pred: Tensor, target: Tensor, reduction: str = "mean") -> Tensor:
    """Take the difference's product with itself."""
    share = _share(pred, target, reduction)
    difference = (pred.double() - target.double()).reshape(-1)
    if reduction == "none":
        return (difference**2).reshape(pred.shape).to(pred.dtype)
    return (difference @ difference * share).to(pred.dtype)


def mse_backward(grad_out: Tensor, pred: Tensor, target: Tensor, reduction: str = "mean") -> Tensor:
    """Spread the gradient over the errors first, then go through the square."""
    share = _share(pred, target, reduction)
    grad_errors = torch.broadcast_to(grad_out.double() * share, pred.shape)
    grad = grad_errors * 2 * pred.double() - grad_errors * 2 * target.double()
    return grad.to(pred.dtype)
