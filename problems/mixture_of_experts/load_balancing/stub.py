import torch
from torch import Tensor


def load_balancing_loss(
    logits: Tensor, k: int = 1, coef: float = 0.01, mask: Tensor | None = None
) -> Tensor:
    """Return the loss that is least when all experts are used evenly.

    Args:
        logits: (..., N)
        k: how many experts a token gets
        coef: what the loss is multiplied by
        mask: (...), False for padding
    """
    raise NotImplementedError
