"""The weight handed to backward as the gradient of the piece's own mean."""

from collections.abc import Callable

import torch
from torch import Tensor, nn


def accumulate(
    model: nn.Module,
    loss_fn: Callable[[Tensor, Tensor], Tensor],
    micro_batches: list[tuple[Tensor, Tensor]],
) -> float:
    """Start each backward pass from n / N in place of 1."""
    counts = torch.tensor([float(y.shape[0]) for _, y in micro_batches], dtype=torch.float64)
    weights = (counts / counts.sum()).tolist()
    losses = []
    for (x, y), weight in zip(micro_batches, weights, strict=True):
        loss = loss_fn(model(x), y)
        loss.backward(torch.full_like(loss, weight))
        losses.append(loss.item())
    return sum(weight * loss for weight, loss in zip(weights, losses, strict=True))
