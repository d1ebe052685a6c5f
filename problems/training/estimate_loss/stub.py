from collections.abc import Callable

import torch
from torch import Tensor, nn


def estimate_loss(
    model: nn.Module, get_batch: Callable[[str], tuple[Tensor, Tensor]], k: int
) -> dict[str, float]:
    """Average the loss over k batches of each split, and leave the model as it was.

    Args:
        model: model(x, y) returns (logits, loss), the loss of shape ()
        get_batch: get_batch(split) returns the next (x, y) of "train" or "val"
        k: how many batches of each split

    Returns:
        {"train": mean loss, "val": mean loss}, Python floats
    """
    raise NotImplementedError
