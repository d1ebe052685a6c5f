"""PyTorch's own GroupNorm in the problem's entry point."""

import torch.nn.functional as F
from torch import Tensor


def group_norm(
    x: Tensor, num_groups: int, weight: Tensor, bias: Tensor, eps: float = 1e-5
) -> Tensor:
    """Call `torch.nn.functional.group_norm`; x (B, C, ...), weight and bias (C,)."""
    return F.group_norm(x, num_groups, weight, bias, eps)
