"""You hand back a detached tensor. It shares memory, but it is another object and cut off from its graph, so nothing before it can learn. Return it itself.

fails: test_tensor_is_itself
"""

import numpy as np
import torch


def to_tensor(x):
    if isinstance(x, torch.Tensor):
        return x.detach()
    if isinstance(x, np.ndarray) and any(stride < 0 for stride in x.strides):
        x = x.copy()
    return torch.as_tensor(x, dtype=torch.float32)
