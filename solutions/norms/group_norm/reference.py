"""GroupNorm: each group of neighbouring channels of each sample is normalised on its own.

Shapes: x (B, C, ...); weight, bias (C,); rows (B, G, N), N the numbers that share one mean. The
limits: gain and bias are not optional, and groups are all of one size.
"""

import torch
from torch import Tensor


def group_norm(
    x: Tensor, num_groups: int, weight: Tensor, bias: Tensor, eps: float = 1e-5
) -> Tensor:
    """Normalise groups of channels (Wu and He 2018).

    Args:
        x: (B, C, ...)
        num_groups: G
        weight: (C,), the gain
        bias: (C,)
        eps: added to the variance, inside the root

    Returns:
        (B, C, ...), in the dtype of x

    Raises:
        ValueError: G does not divide C.
    """
    batch, channels = x.shape[:2]
    if channels % num_groups:
        raise ValueError(f"{channels} channels cannot be cut into {num_groups} equal groups")

    # Squares of half-precision numbers overflow early, and their sum loses digits: work wider.
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x

    # Channels of a group are neighbours, so a group and its pixels are one stretch of a sample:
    # (B, C, ...) -> (B, G, N).
    rows = wide.reshape(batch, num_groups, -1)

    # From here it is LayerNorm: biased variance, from the deviations, eps inside the root.
    var, mean = torch.var_mean(rows, dim=-1, correction=0, keepdim=True)
    normed = ((rows - mean) * torch.rsqrt(var + eps)).reshape(x.shape)

    # Gain and bias belong to channels: ones behind C, one for each further dimension.
    per_channel = (channels, *[1] * (x.ndim - 2))
    gain, shift = weight.to(wide.dtype).view(per_channel), bias.to(wide.dtype).view(per_channel)
    return torch.addcmul(shift, normed, gain).to(x.dtype)
