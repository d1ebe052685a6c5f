import torch
from torch import Tensor


def bce_loss(probs: Tensor, targets: Tensor) -> Tensor:
    """Return the mean binary cross entropy of probabilities.

    Args:
        probs: (...), each in [0, 1]
        targets: (...), of the shape of probs, each in [0, 1]

    Returns:
        ()
    """
    raise NotImplementedError


def bce_with_logits_loss(
    logits: Tensor, targets: Tensor, pos_weight: Tensor | None = None
) -> Tensor:
    """Return the mean binary cross entropy of logits.

    Args:
        logits: (..., C)
        targets: (..., C), each in [0, 1]
        pos_weight: (C,) or (), the weight of the positive term; None is 1

    Returns:
        ()
    """
    raise NotImplementedError


def bce_with_logits_backward(
    grad_out: Tensor, logits: Tensor, targets: Tensor, pos_weight: Tensor | None = None
) -> Tensor:
    """Return the gradient of the logits, from that of the loss.

    Args:
        grad_out: ()
        logits: (..., C)
        targets: (..., C), each in [0, 1]
        pos_weight: (C,) or (), the weight of the positive term; None is 1

    Returns:
        (..., C)
    """
    raise NotImplementedError
