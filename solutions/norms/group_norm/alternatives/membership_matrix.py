"""Means of channels first, averaged over groups by a matrix that says who belongs to whom."""

import torch
from torch import Tensor


def group_norm(
    x: Tensor, num_groups: int, weight: Tensor, bias: Tensor, eps: float = 1e-5
) -> Tensor:
    """Average channel statistics by an (C, C) matrix; x (B, C, ...), weight and bias (C,)."""
    channels = x.shape[1]
    if channels % num_groups:
        raise ValueError("the groups are not of one size")
    wide = x.to(torch.promote_types(x.dtype, torch.float32))
    flat = wide.flatten(2) if x.ndim > 2 else wide[:, :, None]  # (B, C, N)
    group = torch.arange(channels, device=x.device) // (channels // num_groups)
    together = (group[:, None] == group).to(wide.dtype) * num_groups / channels
    start = flat[:, :1, :1]  # subtracted first, so that large means cost no digits
    mean = torch.einsum("bc,cd->bd", (flat - start).mean(-1), together)[..., None] + start
    centred = flat - mean
    var = torch.einsum("bc,cd->bd", centred.square().mean(-1), together)[..., None]
    normed = centred / (var + eps) ** 0.5
    return (normed * weight[:, None] + bias[:, None]).reshape(x.shape).to(x.dtype)
