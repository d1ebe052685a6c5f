"""You hand back a view of the tensor. Its numbers and its graph are right, but it is another object: attributes, hooks and `.grad` of a leaf stay with the one that was given.

fails: test_tensor_is_itself
"""

import numpy as np
import torch


def to_tensor(x):
    if isinstance(x, torch.Tensor):
        return x.view_as(x)
    if isinstance(x, np.ndarray) and any(stride < 0 for stride in x.strides):
        x = x.copy()
    return torch.as_tensor(x, dtype=torch.float32)
