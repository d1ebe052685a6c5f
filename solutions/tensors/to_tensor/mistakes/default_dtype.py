"""You convert to the default dtype. Somebody who sets it to float64 changes your function with it; float32 has to be named.

fails: test_default_dtype_does_not_matter
"""

import numpy as np
import torch


def to_tensor(x):
    if isinstance(x, torch.Tensor):
        return x
    if isinstance(x, np.ndarray) and any(stride < 0 for stride in x.strides):
        x = x.copy()
    return torch.as_tensor(x, dtype=torch.get_default_dtype())
