"""The modes are the affair of a context manager; the splits are drawn in alternation."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn


@contextmanager
def evaluating(model: nn.Module) -> Iterator[None]:
    """Put the model into evaluation mode, and every part back into its own afterwards."""
    training = [module for module in model.modules() if module.training]
    model.eval()
    try:
        yield
    finally:
        for module in training:
            module.training = True


@torch.no_grad()
def estimate_loss(
    model: nn.Module, get_batch: Callable[[str], tuple[Tensor, Tensor]], k: int
) -> dict[str, float]:
    """Keep a running mean of each split: mean += (loss - mean) / count."""
    means = {"train": 0.0, "val": 0.0}
    with evaluating(model):
        for count in range(1, k + 1):
            for split in ("train", "val"):
                _, loss = model(*get_batch(split))
                means[split] += (float(loss) - means[split]) / count
    return means
