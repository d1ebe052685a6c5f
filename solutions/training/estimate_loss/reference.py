"""Estimate the loss of a model in training, and leave no trace of having looked.

Legend: k batches of each split; `get_batch(split)` gives (x, y), `model(x, y)` (logits, loss), the
loss of shape (). The limits: reading each loss waits for the device, once a batch;
`alternatives/read_once.py` waits once a split.
"""

from collections.abc import Callable

import torch
from torch import Tensor, nn

SPLITS = ("train", "val")

GetBatch = Callable[[str], tuple[Tensor, Tensor]]


def estimate_loss(model: nn.Module, get_batch: GetBatch, k: int) -> dict[str, float]:
    """Average the loss over k batches of each split (nanoGPT's `estimate_loss`).

    Args:
        model: model(x, y) returns (logits, loss), the loss of shape ()
        get_batch: get_batch(split) returns the next (x, y) of "train" or "val"
        k: how many batches of each split

    Returns:
        {"train": mean loss, "val": mean loss}, Python floats
    """
    # 1. The mode is a flag of every module, and a frozen part differs from its model: note all.
    found = [(module, module.training) for module in model.modules()]
    try:
        # 2. Two switches, neither of which implies the other: eval() for dropout and BatchNorm,
        #    no_grad() for the memory of the activations.
        model.eval()
        with torch.no_grad():
            return {split: _mean_loss(model, get_batch, split, k) for split in SPLITS}
    finally:
        # 3. Also after an exception. The flag itself, for train() would set a whole subtree.
        for module, training in found:
            module.training = training


def _mean_loss(model: nn.Module, get_batch: GetBatch, split: str, k: int) -> float:
    """Return the mean of k losses of one split."""
    total = 0.0
    for _ in range(k):
        x, y = get_batch(split)
        # Only the number is kept, as a Python float: logits die at once, and no digits are lost
        # where the loss is bfloat16.
        total += model(x, y)[1].item()
    return total / k
