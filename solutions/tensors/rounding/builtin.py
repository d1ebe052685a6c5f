"""PyTorch's own rounding in the problem's entry point."""

import torch
from torch import Tensor


def round_to(x: Tensor, decimals: int = 0) -> Tensor:
    """Call `torch.round`."""
    return torch.round(x, decimals=decimals)
