"""You take an integer array's bytes for floats (`.view(np.float32)` in place of `.astype`). A view changes what the bytes mean, not what they are; the numbers come out as nonsense.

fails: test_array_values
"""

import numpy as np
import torch


def to_tensor(x):
    if isinstance(x, torch.Tensor):
        return x
    if isinstance(x, np.ndarray) and any(stride < 0 for stride in x.strides):
        x = x.copy()
    if isinstance(x, np.ndarray) and x.dtype == np.int32:
        x = x.view(np.float32)
    return torch.as_tensor(x, dtype=torch.float32)
