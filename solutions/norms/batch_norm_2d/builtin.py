"""PyTorch's own BatchNorm in the problem's entry point."""

import torch.nn.functional as F
from torch import Tensor


def batch_norm_2d(  # noqa: PLR0917
    x: Tensor,
    weight: Tensor,
    bias: Tensor,
    running_mean: Tensor,
    running_var: Tensor,
    training: bool,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> Tensor:
    """Call `torch.nn.functional.batch_norm`; x (B, C, H, W), the rest (C,)."""
    return F.batch_norm(x, running_mean, running_var, weight, bias, training, momentum, eps)
