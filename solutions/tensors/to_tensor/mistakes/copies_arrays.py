"""You copy float32 arrays (`torch.tensor` and `np.array` always do). A large array then lies in memory twice, and a buffer that is filled anew no longer shows in the tensor. `as_tensor` shares it.

fails: test_array_is_shared
"""

import numpy as np
import torch


def to_tensor(x):
    if isinstance(x, torch.Tensor):
        return x
    if isinstance(x, np.ndarray) and any(stride < 0 for stride in x.strides):
        x = x.copy()
    return torch.tensor(x, dtype=torch.float32)
