"""PyTorch's own LayerNorm in the problem's entry point."""

import torch.nn.functional as F
from torch import Tensor


def layer_norm(x: Tensor, weight: Tensor, bias: Tensor, eps: float = 1e-5) -> Tensor:
    """Call `torch.nn.functional.layer_norm`; x (..., *S), weight and bias (*S)."""
    return F.layer_norm(x, weight.shape, weight, bias, eps)
