"""The pieces' gradients taken out with `autograd.grad` and added by hand, in sums over rows."""

from collections.abc import Callable

import torch
from torch import Tensor, nn


def accumulate(
    model: nn.Module,
    loss_fn: Callable[[Tensor, Tensor], Tensor],
    micro_batches: list[tuple[Tensor, Tensor]],
) -> float:
    """Keep a sum for each parameter that the loss reaches; divide once, at the end."""
    params = [p for p in model.parameters() if p.requires_grad]
    sums: list[Tensor | None] = [None] * len(params)
    loss_sum, rows = 0.0, 0
    for x, y in micro_batches:
        loss = loss_fn(model(x), y) * x.shape[0]
        found = torch.autograd.grad(loss, params, allow_unused=True)
        sums = [
            b if a is None else a if b is None else a + b for a, b in zip(sums, found, strict=True)
        ]
        loss_sum += float(loss)
        rows += x.shape[0]
    for p, total in zip(params, sums, strict=True):
        if total is not None:
            mean = total / rows
            p.grad = mean if p.grad is None else p.grad + mean
    return loss_sum / rows
