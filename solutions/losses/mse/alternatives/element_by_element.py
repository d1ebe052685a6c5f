"""Python's own numbers, one element at a time."""

import torch
from torch import Tensor


def _pairs(pred: Tensor, target: Tensor, reduction: str) -> list[tuple[float, float]]:
    if pred.shape != target.shape or reduction not in {"mean", "sum", "none"}:
        raise ValueError("bad arguments")
    return list(zip(pred.flatten().tolist(), target.flatten().tolist(), strict=True))


def mse_loss(pred: Tensor, target: Tensor, reduction: str = "mean") -> Tensor:
    """Square the differences of the pairs."""
    errors = [(p - t) ** 2 for p, t in _pairs(pred, target, reduction)]
    if reduction == "none":
        return torch.tensor(errors, dtype=torch.float64).reshape(pred.shape).to(pred)
    total = sum(errors) / (max(len(errors), 1) if reduction == "mean" else 1)
    return torch.tensor(total, dtype=torch.float64).to(pred)


def mse_backward(grad_out: Tensor, pred: Tensor, target: Tensor, reduction: str = "mean") -> Tensor:
    """Double the differences of the pairs, times what arrives at each."""
    pairs = _pairs(pred, target, reduction)
    arriving = grad_out.expand(pred.shape).flatten().tolist()
    count = len(pairs) if reduction == "mean" else 1
    grad = [2 * (p - t) * g / count for (p, t), g in zip(pairs, arriving, strict=True)]
    return torch.tensor(grad, dtype=torch.float64).reshape(pred.shape).to(pred)
