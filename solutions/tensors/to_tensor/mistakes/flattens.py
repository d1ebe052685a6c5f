"""You flatten what comes in. The nesting of a list is the shape of the tensor.

fails: test_plain_shape
"""

import numpy as np
import torch


def to_tensor(x):
    if isinstance(x, torch.Tensor):
        return x
    if isinstance(x, np.ndarray) and any(stride < 0 for stride in x.strides):
        x = x.copy()
    t = torch.as_tensor(x, dtype=torch.float32)
    return t.flatten() if t.ndim > 1 else t
