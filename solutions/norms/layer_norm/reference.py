"""LayerNorm: bring every row to mean zero and variance one, then apply a gain and a bias.

Shapes: x (..., *S), weight (*S), bias (*S); a row is the last len(S) dimensions, C elements in
all. The limits: gain and bias are not optional, and no statistics are kept; that is BatchNorm.
"""

import torch
from torch import Tensor


def layer_norm(x: Tensor, weight: Tensor, bias: Tensor, eps: float = 1e-5) -> Tensor:
    """Normalise each row of x by its own mean and variance (Ba, Kiros and Hinton 2016).

    Args:
        x: (..., *S)
        weight: (*S), the gain
        bias: (*S)
        eps: added to the variance, inside the root

    Returns:
        (..., *S), in the dtype of x
    """
    # Squares of half-precision numbers overflow early, and their sum loses digits: work wider.
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x

    # What a row is, counted from the end, so that any number of dimensions may stand before it.
    row = tuple(range(-weight.ndim, 0))

    # One mean a row; keepdim makes it (..., 1, ..., 1), so that it meets its own row again.
    centred = wide - wide.mean(row, keepdim=True)

    # The biased variance, from the deviations: mean(x^2) - mean^2 would cancel its digits away.
    var = centred.square().mean(row, keepdim=True)

    # eps inside the root: a row of equal numbers is divided by sqrt(eps), not by zero.
    normed = centred * torch.rsqrt(var + eps)

    # Gain and bias still in the wide type: one rounding, at the very end.
    return torch.addcmul(bias.to(wide.dtype), normed, weight.to(wide.dtype)).to(x.dtype)
