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
    """Train on every batch once.

    Args:
        model: model(x, y) returns (logits, loss), the loss of shape ()
        batches: pairs (x, y)
        optimizer: over the model's parameters
        scheduler: advanced after every step, or None
        max_norm: the largest global gradient norm, or None

    Returns:
        for each batch {"loss": ..., "norm": ..., "lr": ...}
    """
    raise NotImplementedError
