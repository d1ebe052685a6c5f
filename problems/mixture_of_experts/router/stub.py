import torch
from torch import Tensor


def route(logits: Tensor, k: int) -> tuple[Tensor, Tensor]:
    """Choose the k best experts of each token and weigh them.

    Args:
        logits: (..., N)
        k: how many, from 1 to N

    Returns:
        weights (..., k), which sum to one, and experts (..., k)
    """
    raise NotImplementedError
