"""One group after the other: a slice of the channels, its statistics, and all of them joined."""

import torch
from torch import Tensor


def group_norm(
    x: Tensor, num_groups: int, weight: Tensor, bias: Tensor, eps: float = 1e-5
) -> Tensor:
    """Normalise slices of x (B, C, ...) and join them; weight and bias (C,)."""
    size, rest = divmod(x.shape[1], num_groups)
    if rest:
        raise ValueError("the groups are not of one size")
    wide = x.to(torch.promote_types(x.dtype, torch.float32))
    dims = tuple(range(1, x.ndim))
    parts = []
    for group in wide.split(size, dim=1):
        centred = group - group.mean(dims, keepdim=True)
        parts.append(centred / torch.sqrt(centred.pow(2).mean(dims, keepdim=True) + eps))
    normed = torch.cat(parts, dim=1).movedim(1, -1)
    return (normed * weight + bias).movedim(-1, 1).to(x.dtype)
