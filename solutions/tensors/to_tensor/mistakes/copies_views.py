"""You make every array contiguous first, which copies transposed arrays and slices with steps. Tensors have strides as arrays do; only negative ones need a copy.

fails: test_views_are_shared
"""

import numpy as np
import torch


def to_tensor(x):
    if isinstance(x, torch.Tensor):
        return x
    if isinstance(x, np.ndarray) and not x.flags.c_contiguous:
        x = x.copy()
    return torch.as_tensor(x, dtype=torch.float32)
