"""You take arrays and tensors only: `from_numpy` raises TypeError for a list or a number.

fails: test_plain_shape
"""

import numpy as np
import torch


def to_tensor(x):
    if isinstance(x, torch.Tensor):
        return x
    if isinstance(x, np.ndarray) and any(stride < 0 for stride in x.strides):
        x = x.copy()
    return torch.from_numpy(x).to(torch.float32)
