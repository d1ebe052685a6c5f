import torch
from torch import Tensor


def cross_entropy_backward(logits: Tensor, targets: Tensor, ignore_index: int = -100) -> Tensor:
    """Return the gradient of the mean cross-entropy loss by the logits.

    Args:
        logits: (..., C), one score for each class
        targets: (...), int64: the right class of each place, or ignore_index
        ignore_index: the target that marks a place as not counted

    Returns:
        (..., C), in the dtype of logits; 0 at ignored places
    """
    raise NotImplementedError
