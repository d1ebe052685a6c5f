"""PyTorch's log-sigmoid at z and -z; all in float64; probabilities bounded before the logarithm."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor


def _same(x: Tensor, targets: Tensor) -> None:
    if list(x.shape) != list(targets.shape):
        raise ValueError("one target an element, please")


def bce_loss(probs: Tensor, targets: Tensor) -> Tensor:
    """Bound p and 1 - p by exp(-100), which only float64 can hold apart from 0."""
    _same(probs, targets)
    p, y = probs.double(), targets.double()
    least = math.exp(-100)
    losses = y * torch.log(p.clamp(min=least)) + (1 - y) * torch.log((1 - p).clamp(min=least))
    return (losses.sum() / -losses.numel()).to(probs.dtype)


def bce_with_logits_loss(
    logits: Tensor, targets: Tensor, pos_weight: Tensor | None = None
) -> Tensor:
    """Use 1 - sigmoid(z) = sigmoid(-z)."""
    _same(logits, targets)
    z, y = logits.double(), targets.double()
    positive = y if pos_weight is None else y * pos_weight
    losses = positive * F.logsigmoid(z) + (1 - y) * F.logsigmoid(-z)
    return losses.mean().neg().to(logits.dtype)


def bce_with_logits_backward(
    grad_out: Tensor, logits: Tensor, targets: Tensor, pos_weight: Tensor | None = None
) -> Tensor:
    """Weigh 1 - sigmoid(z), written sigmoid(-z), and sigmoid(z)."""
    _same(logits, targets)
    z, y = logits.double(), targets.double()
    positive = y if pos_weight is None else y * pos_weight
    slopes = torch.sigmoid(z) * (1 - y) - torch.sigmoid(-z) * positive
    return (slopes * grad_out.double() / z.numel()).to(logits.dtype)
