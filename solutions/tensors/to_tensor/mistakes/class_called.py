"""You call `torch.Tensor`. It is the class: with a number it makes a tensor of that many values that nobody has set, and it refuses a float. `torch.as_tensor` reads values.

fails: test_plain_shape
"""

import numpy as np
import torch


def to_tensor(x):
    if isinstance(x, torch.Tensor):
        return x
    if isinstance(x, np.ndarray) and any(stride < 0 for stride in x.strides):
        x = x.copy()
    return torch.Tensor(x)
