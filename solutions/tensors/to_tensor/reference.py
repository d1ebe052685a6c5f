"""The front door of a numerical function: a number, list, array or tensor comes in as a tensor.

The limits: dtype and device of tensors are the caller's affair; lists are evenly nested.
"""

import numpy as np
import torch
from torch import Tensor


def to_tensor(x: Tensor | np.ndarray | list | tuple | float) -> Tensor:
    """Take a number, list, array or tensor in as a tensor (torch.as_tensor).

    Args:
        x: a tensor, a number, nested lists or tuples of numbers, or an array

    Returns:
        x itself if it is a tensor, else a float32 tensor of its shape, sharing memory if it can
    """
    # 1. A tensor is what is wanted: the same object, with its dtype, its device and its graph.
    if isinstance(x, Tensor):
        return x

    # 2. No tensor has a negative stride, so as_tensor refuses such arrays; their copy has none.
    if isinstance(x, np.ndarray) and any(stride < 0 for stride in x.strides):
        x = x.copy()

    # 3. as_tensor shares what it can, a float32 array, and converts the rest. Without a dtype it
    #    would keep int64, float64 and bool.
    return torch.as_tensor(x, dtype=torch.float32)
