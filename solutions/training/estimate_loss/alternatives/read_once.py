"""Losses are collected on the device and read once a split; inference mode in place of no_grad."""

from collections.abc import Callable

import torch
from torch import Tensor, nn


def estimate_loss(
    model: nn.Module, get_batch: Callable[[str], tuple[Tensor, Tensor]], k: int
) -> dict[str, float]:
    """Fill a float32 tensor (k,) of losses a split, and take its mean."""
    modes = {name: module.training for name, module in model.named_modules()}
    result = {}
    model.eval()
    try:
        with torch.inference_mode():
            for split in ("val", "train"):
                losses = [None] * k
                for i in range(k):
                    x, y = get_batch(split)
                    _, losses[i] = model(x, y)
                result[split] = torch.stack(losses).float().mean().item()
    finally:
        for name, training in modes.items():
            model.get_submodule(name).training = training
    return result
