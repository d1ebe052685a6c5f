import torch
from torch import Tensor


def group_norm(
    x: Tensor, num_groups: int, weight: Tensor, bias: Tensor, eps: float = 1e-5
) -> Tensor:
    """Normalise each group of channels of each sample, then scale and shift each channel.

    Args:
        x: (B, C, ...)
        num_groups: G, which divides C
        weight: (C,), the gain
        bias: (C,)
        eps: added to the variance, inside the root

    Returns:
        (B, C, ...), in the dtype of x
    """
    raise NotImplementedError
