"""You leave the dtype to torch: a list of ints becomes int64, an array of float64 stays float64, and the first product with float32 weights raises. Ask for `dtype=torch.float32`.

fails: test_plain_dtype
"""

import numpy as np
import torch


def to_tensor(x):
    if isinstance(x, torch.Tensor):
        return x
    if isinstance(x, np.ndarray) and any(stride < 0 for stride in x.strides):
        x = x.copy()
    return torch.as_tensor(x)
