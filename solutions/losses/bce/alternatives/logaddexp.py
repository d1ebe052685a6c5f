"""log(exp(0) + exp(z)) by `logaddexp`, and the loss as (1 - y) * z plus what log(sigmoid) costs."""

import torch
from torch import Tensor


def bce_loss(probs: Tensor, targets: Tensor) -> Tensor:
    """Choose the terms that count by `xlogy`-like masking, then bound them."""
    if probs.shape != targets.shape:
        raise ValueError("probs and targets must have one shape")
    half = probs.dtype.itemsize < 4
    p, y = (t.float() if half else t for t in (probs, targets))
    losses = torch.zeros_like(p)
    for share, log in ((y, p.log()), (1 - y, (1 - p).log())):
        losses = losses + torch.where(share > 0, -share * log.clamp(min=-100), 0)
    return losses.mean().to(probs.dtype)


def bce_with_logits_loss(
    logits: Tensor, targets: Tensor, pos_weight: Tensor | None = None
) -> Tensor:
    """Fold both terms into one: (1 - y) * z + (1 + (w - 1) * y) * log(1 + exp(-z))."""
    if logits.shape != targets.shape:
        raise ValueError("logits and targets must have one shape")
    half = logits.dtype.itemsize < 4
    z, y = (t.float() if half else t for t in (logits, targets))
    softplus = torch.logaddexp(-z, torch.zeros_like(z))
    folded = 1.0 if pos_weight is None else 1 + (pos_weight.to(z.dtype) - 1) * y
    return ((1 - y) * z + folded * softplus).mean().to(logits.dtype)


def bce_with_logits_backward(
    grad_out: Tensor, logits: Tensor, targets: Tensor, pos_weight: Tensor | None = None
) -> Tensor:
    """Differentiate the folded form, the sigmoid written out."""
    if logits.shape != targets.shape:
        raise ValueError("logits and targets must have one shape")
    half = logits.dtype.itemsize < 4
    z, y = (t.float() if half else t for t in (logits, targets))
    folded = 1.0 if pos_weight is None else 1 + (pos_weight.to(z.dtype) - 1) * y
    slope = 1 - y - folded / (1 + torch.exp(z))
    return (slope * (grad_out.to(z.dtype) / slope.numel())).to(logits.dtype)
