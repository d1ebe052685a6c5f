import torch
from torch import Tensor


def mse_loss(pred: Tensor, target: Tensor, reduction: str = "mean") -> Tensor:
    """Reduce the squared differences.

    Args:
        pred: (...)
        target: (...), of the shape of pred
        reduction: "mean", "sum" or "none"

    Returns:
        (), or (...) with "none"
    """
    raise NotImplementedError


def mse_backward(grad_out: Tensor, pred: Tensor, target: Tensor, reduction: str = "mean") -> Tensor:
    """Return the gradient of pred, from that of the loss.

    Args:
        grad_out: (), or (...) with "none"
        pred: (...)
        target: (...), of the shape of pred
        reduction: "mean", "sum" or "none"

    Returns:
        (...)
    """
    raise NotImplementedError
