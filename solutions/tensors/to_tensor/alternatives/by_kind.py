"""One branch for each kind of input."""

import numpy as np
import torch
from torch import Tensor


def to_tensor(x: Tensor | np.ndarray | list | tuple | float) -> Tensor:
    """Share arrays that are float32, and copy everything else with `torch.tensor`."""
    match x:
        case Tensor():
            return x
        case np.ndarray() if x.dtype == np.float32:
            try:
                return torch.from_numpy(x)
            except ValueError:  # a negative stride
                return torch.tensor(x.copy())
        case np.ndarray():
            return torch.tensor(x.copy()).to(torch.float32)
    return torch.tensor(x, dtype=torch.float32)
