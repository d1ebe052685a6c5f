"""RMSNorm: scale every row to a root mean square of one, then apply a gain.

Shapes: x (..., C), weight (C,). The limits: no mean is subtracted and no bias added; that is
LayerNorm.
"""

import torch
from torch import Tensor


def rms_norm(x: Tensor, weight: Tensor, eps: float = 1e-6) -> Tensor:
    """Divide every row by its root mean square and scale each feature (Zhang and Sennrich 2019).

    Args:
        x: (..., C)
        weight: (C,), the gain
        eps: added to the mean square, inside the root

    Returns:
        (..., C), in the dtype of x
    """
    # Squares of half-precision numbers overflow early, and their sum loses digits: work wider.
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x

    # One number a row. keepdim keeps it (..., 1), so that it divides its own row.
    mean_square = wide.square().mean(dim=-1, keepdim=True)

    # eps inside the root: a row of zeros is divided by sqrt(eps), not by zero.
    normed = wide * torch.rsqrt(mean_square + eps)

    # The gain still in the wide type: one rounding, at the very end.
    return (normed * weight).to(x.dtype)
