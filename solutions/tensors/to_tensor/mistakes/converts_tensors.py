"""You convert tensors to float32 as well. Token numbers, masks and half-precision weights come back as something else; a tensor is handed back as it is.

fails: test_tensor_is_itself
"""

import numpy as np
import torch


def to_tensor(x):
    if isinstance(x, torch.Tensor):
        return x.to(torch.float32)
    if isinstance(x, np.ndarray) and any(stride < 0 for stride in x.strides):
        x = x.copy()
    return torch.as_tensor(x, dtype=torch.float32)
