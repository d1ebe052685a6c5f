import numpy as np
import torch
from torch import Tensor


def to_tensor(x: Tensor | np.ndarray | list | tuple | float) -> Tensor:
    """Take a number, list, array or tensor in as a tensor.

    Returns:
        x itself if it is a tensor, else a float32 tensor of its shape, sharing memory if it can
    """
    raise NotImplementedError
