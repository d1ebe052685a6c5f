"""Modes restored by `train(mode)`, parents first: each child has the last word."""

from collections.abc import Callable

import torch
from torch import Tensor, nn


def estimate_loss(
    model: nn.Module, get_batch: Callable[[str], tuple[Tensor, Tensor]], k: int
) -> dict[str, float]:
    """Sum float64 losses under a switched-off autograd, put back by hand."""
    was_enabled = torch.is_grad_enabled()
    was_training = [module.training for module in model.modules()]
    try:
        torch.set_grad_enabled(False)
        model.train(False)
        losses = {}
        for split in ["train", "val"]:
            batches = (get_batch(split) for _ in range(k))
            losses[split] = sum(float(model(x, y)[1].cpu().double()) for x, y in batches) / k
        return losses
    finally:
        torch.set_grad_enabled(was_enabled)
        for module, mode in zip(model.modules(), was_training, strict=True):
            module.train(mode)
