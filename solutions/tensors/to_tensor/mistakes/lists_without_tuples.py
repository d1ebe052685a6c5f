"""You look for `list` by name and forget tuples, which then come out as None or raise. What is neither tensor nor array can go to `as_tensor` without asking for its kind.

fails: test_plain_shape
"""

import numpy as np
import torch


def to_tensor(x):
    if isinstance(x, torch.Tensor):
        return x
    if isinstance(x, np.ndarray) and any(stride < 0 for stride in x.strides):
        x = x.copy()
    if isinstance(x, (list, int, float, np.ndarray, np.generic)):
        return torch.as_tensor(x, dtype=torch.float32)
    raise TypeError(type(x))
