"""You wrap numbers in a list, so a number becomes a tensor of shape (1,). It has no dimensions, `()`, and then broadcasts to anything without adding one.

fails: test_plain_shape
"""

import numpy as np
import torch


def to_tensor(x):
    if isinstance(x, torch.Tensor):
        return x
    if isinstance(x, np.ndarray) and any(stride < 0 for stride in x.strides):
        x = x.copy()
    return torch.as_tensor(
        x if isinstance(x, (list, tuple)) or (isinstance(x, np.ndarray) and x.ndim) else [x],
        dtype=torch.float32,
    )
