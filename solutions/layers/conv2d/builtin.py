"""PyTorch's own convolution in the problem's entry point."""

import torch.nn.functional as F
from torch import Tensor


def conv2d(
    x: Tensor,
    weight: Tensor,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
    groups: int = 1,
) -> Tensor:
    """Call `torch.nn.functional.conv2d`."""
    return F.conv2d(x, weight, None, stride, padding, groups=groups)
