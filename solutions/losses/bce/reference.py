"""Binary cross entropy from probabilities and from logits, and the gradient by the logits.

Shapes: probs, logits and targets (..., C), all alike; pos_weight (C,) or (); a loss (). The limits:
the mean over all elements is the only reduction, and elements have no weights of their own.
"""

import torch
from torch import Tensor


def bce_loss(probs: Tensor, targets: Tensor) -> Tensor:
    """Average -(y * log(p) + (1 - y) * log(1 - p)), logarithms held at -100 or above.

    Args:
        probs: (...), each in [0, 1]
        targets: (...), each in [0, 1]

    Returns:
        (), in the dtype of probs

    Raises:
        ValueError: the shapes differ
    """
    p, y = _widen(probs, targets)
    # At p = 0 the logarithm is -inf, and 0 * -inf is NaN even where the target does not want it.
    log_yes = p.log().clamp(min=-100)
    log_no = torch.log1p(-p).clamp(min=-100)
    return -(y * log_yes + (1 - y) * log_no).mean().to(probs.dtype)


def bce_with_logits_loss(
    logits: Tensor, targets: Tensor, pos_weight: Tensor | None = None
) -> Tensor:
    """Average w * y * log(1 + exp(-z)) + (1 - y) * log(1 + exp(z)).

    Args:
        logits: (..., C)
        targets: (..., C), each in [0, 1]
        pos_weight: (C,) or (), w; None is 1

    Returns:
        (), in the dtype of logits

    Raises:
        ValueError: the shapes differ
    """
    z, y = _widen(logits, targets)
    weight = 1 if pos_weight is None else pos_weight

    # log(1 + exp(z)) = max(z, 0) + log(1 + exp(-|z|)): the exponential is at most 1, and the second
    # part is the same for z and -z.
    rest = torch.log1p(torch.exp(-z.abs()))
    cost_of_yes = (-z).clamp(min=0) + rest  # -log(sigmoid(z))
    cost_of_no = z.clamp(min=0) + rest  # -log(1 - sigmoid(z))

    return (weight * y * cost_of_yes + (1 - y) * cost_of_no).mean().to(logits.dtype)


def bce_with_logits_backward(
    grad_out: Tensor, logits: Tensor, targets: Tensor, pos_weight: Tensor | None = None
) -> Tensor:
    """Multiply what arrives by the slope of the loss, a share of 1 / n for each element.

    Args:
        grad_out: ()
        logits: (..., C)
        targets: (..., C), each in [0, 1]
        pos_weight: (C,) or (), w; None is 1

    Returns:
        (..., C), in the dtype of logits

    Raises:
        ValueError: the shapes differ
    """
    z, y = _widen(logits, targets)
    # The slope of log(1 + exp(z)) is sigmoid(z), and that of log(1 + exp(-z)) is sigmoid(z) - 1.
    # Without a weight, y * (s - 1) + (1 - y) * s is s - y.
    s = z.sigmoid()
    slope = s - y if pos_weight is None else pos_weight * y * (s - 1) + (1 - y) * s

    # The mean: one small factor on the one number that arrives.
    return (slope * (grad_out.to(z.dtype) / z.numel())).to(logits.dtype)


def _widen(x: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
    """Check the shapes and return both, in float32 at least."""
    if x.shape != targets.shape:
        raise ValueError(f"shapes differ: {tuple(x.shape)} and {tuple(targets.shape)}")
    wide = torch.promote_types(x.dtype, torch.float32)
    return x.to(wide), targets.to(wide)
