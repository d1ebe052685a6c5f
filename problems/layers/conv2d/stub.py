import torch
from torch import Tensor


def conv2d(
    x: Tensor,
    weight: Tensor,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
    groups: int = 1,
) -> Tensor:
    """Slide a kernel over images.

    Args:
        x: (B, C, H, W)
        weight: (O, C / groups, kh, kw)
        stride: an int or (height, width)
        padding: zeros on each side, an int or (height, width)
        groups: outputs of a group see inputs of that group only

    Returns:
        (B, O, H', W') with H' = floor((H + 2 p_h - kh) / s_h) + 1, W' likewise
    """
    raise NotImplementedError
