"""Gradients from `torch.autograd.grad`, which adds to nothing, put in place for the optimizer."""

import math
from collections.abc import Iterable

import torch
from torch import Tensor, nn
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler


def train_epoch(
    model: nn.Module,
    batches: Iterable[tuple[Tensor, Tensor]],
    optimizer: Optimizer,
    scheduler: LRScheduler | None = None,
    max_norm: float | None = None,
) -> list[dict[str, float]]:
    """Assign each parameter's gradient anew."""
    modules = list(model.modules())
    modes = [module.training for module in modules]
    for module in modules:
        module.training = True
    record: list[dict[str, float]] = []
    try:
        for x, y in batches:
            loss = model(x, y)[-1]
            if not math.isfinite(float(loss)):
                raise FloatingPointError(float(loss))
            trained = [p for p in model.parameters() if p.requires_grad]
            gradients = torch.autograd.grad(loss, trained, allow_unused=True)
            squares = [g.square().sum() for g in gradients if g is not None]
            norm = float(sum(squares)) ** 0.5
            scale = 1.0 if max_norm is None else min(1.0, max_norm / (norm + 1e-6))
            for parameter, gradient in zip(trained, gradients, strict=True):
                parameter.grad = None if gradient is None else gradient * scale
            row = {"loss": float(loss), "norm": norm, "lr": optimizer.param_groups[0]["lr"]}
            optimizer.step()
            record.append(row)
            if scheduler is not None:
                scheduler.step()
    finally:
        for module, mode in zip(modules, modes, strict=True):
            module.training = mode
    return record
