"""You convert lists and numbers, and take arrays over in their own dtype. NumPy's numbers are float64 unless somebody says otherwise, so almost every array comes in too wide.

fails: test_array_dtype
"""

import numpy as np
import torch


def to_tensor(x):
    if isinstance(x, torch.Tensor):
        return x
    if isinstance(x, np.ndarray) and any(stride < 0 for stride in x.strides):
        x = x.copy()
    return (
        torch.from_numpy(x)
        if isinstance(x, np.ndarray)
        else torch.as_tensor(x, dtype=torch.float32)
    )
