"""Make an array of everything that is not a tensor, and share it."""

import numpy as np
import torch
from torch import Tensor


def to_tensor(x: Tensor | np.ndarray | list | tuple | float) -> Tensor:
    """Call `np.asarray`, which shares as well, then `torch.from_numpy`."""
    if torch.is_tensor(x):
        return x
    with np.errstate(over="ignore"):
        array = np.asarray(x, dtype=np.float32)
    if array.size and min(array.strides, default=0) < 0:
        array = np.ascontiguousarray(array)
    return torch.from_numpy(array)
