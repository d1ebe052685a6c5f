"""You hand back a clone of the tensor. It costs memory and is another object: a change in place no longer reaches the caller's. Return it itself.

fails: test_tensor_is_itself
"""

import numpy as np
import torch


def to_tensor(x):
    if isinstance(x, torch.Tensor):
        return x.clone()
    if isinstance(x, np.ndarray) and any(stride < 0 for stride in x.strides):
        x = x.copy()
    return torch.as_tensor(x, dtype=torch.float32)
