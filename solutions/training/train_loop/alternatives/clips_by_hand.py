"""The norm as one long vector, the zeroing at the end of each step, and modes by a context."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler


@contextmanager
def _training(model: nn.Module) -> Iterator[None]:
    """Put the whole model in training mode, and every part back afterwards."""
    modes = {name: module.training for name, module in model.named_modules()}
    model.train()
    try:
        yield
    finally:
        for name, mode in modes.items():
            model.get_submodule(name).training = mode


def _clip(model: nn.Module, max_norm: float | None) -> float:
    """Return the norm of all gradients, and scale them down to max_norm."""
    gradients = [p.grad for p in model.parameters() if p.grad is not None]
    norm = float(torch.cat([gradient.flatten() for gradient in gradients]).norm())
    if max_norm is not None and norm > max_norm:
        for gradient in gradients:
            gradient.mul_(max_norm / norm)
    return norm


def train_epoch(
    model: nn.Module,
    batches: Iterable[tuple[Tensor, Tensor]],
    optimizer: Optimizer,
    scheduler: LRScheduler | None = None,
    max_norm: float | None = None,
) -> list[dict[str, float]]:
    """Zero once before the first batch and after every step."""
    losses, norms, rates = [], [], []
    with _training(model):
        model.zero_grad(set_to_none=True)
        for x, y in batches:
            _, loss = model(x, y)
            if not torch.isfinite(loss):
                raise FloatingPointError("loss")
            loss.backward()
            norms.append(_clip(model, max_norm))
            losses.append(float(loss.detach()))
            rates.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            model.zero_grad(set_to_none=True)
            if scheduler:
                scheduler.step()
    rows = zip(losses, norms, rates, strict=True)
    return [{"loss": loss, "norm": norm, "lr": lr} for loss, norm, lr in rows]
