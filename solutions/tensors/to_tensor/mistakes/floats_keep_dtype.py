"""You convert integers and bools and leave all floats alone, so arrays of float64 and float16 stay what they are. Only float32 is float32.

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
        if isinstance(x, np.ndarray) and x.dtype.kind == "f" and x.ndim
        else torch.as_tensor(x, dtype=torch.float32)
    )
