"""You call `torch.tensor` on everything. It copies always, and a tensor loses its graph with it, so no gradient gets past this line. Hand tensors back as they are, and let `as_tensor` decide about the rest.

fails: test_tensor_is_not_copied
"""

import numpy as np
import torch


def to_tensor(x):
    if isinstance(x, torch.Tensor):
        return x.detach().clone().to(torch.float32)
    if isinstance(x, np.ndarray) and any(stride < 0 for stride in x.strides):
        x = x.copy()
    return torch.tensor(x, dtype=torch.float32)
