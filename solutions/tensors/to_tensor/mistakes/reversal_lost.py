"""You get around negative strides by sharing the memory in its own order, so a reversed array comes out unreversed. Its copy has the numbers in the order in which it shows them.

fails: test_negative_strides
"""

import numpy as np
import torch


def to_tensor(x):
    if isinstance(x, torch.Tensor):
        return x
    if isinstance(x, np.ndarray) and any(stride < 0 for stride in x.strides):
        x = x[tuple(slice(None, None, -1 if stride < 0 else 1) for stride in x.strides)]
    return torch.as_tensor(x, dtype=torch.float32)
