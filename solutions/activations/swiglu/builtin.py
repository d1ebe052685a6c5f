"""PyTorch's own SiLU in the problem's entry points."""

import torch
import torch.nn.functional as F
from torch import Tensor


def swiglu(x: Tensor) -> Tensor:
    """Call `torch.nn.functional.silu` on the first half; x (..., 2C)."""
    a, b = x.chunk(2, dim=-1)
    return F.silu(a) * b


def swiglu_backward(grad_out: Tensor, x: Tensor) -> Tensor:
    """Build the slope from `silu` itself; grad_out (..., C), x (..., 2C)."""
    a, b = x.chunk(2, dim=-1)
    gate = F.silu(a)
    slope = gate + torch.sigmoid(a) * (1 - gate)
    return torch.cat([grad_out * b * slope, grad_out * gate], dim=-1)
