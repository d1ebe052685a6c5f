"""You convert to float64, as Python's floats are. Layers hold float32, and the first product raises for unequal dtypes.

fails: test_plain_dtype
"""

import numpy as np
import torch


def to_tensor(x):
    if isinstance(x, torch.Tensor):
        return x
    if isinstance(x, np.ndarray) and any(stride < 0 for stride in x.strides):
        x = x.copy()
    return torch.as_tensor(x, dtype=torch.float64)
