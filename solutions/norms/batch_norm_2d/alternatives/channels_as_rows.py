"""The channels moved to the front: a matrix (C, N) whose rows are normalised, and back."""

import torch
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
    """Normalise the rows of (C, N); x (B, C, H, W)."""
    by_channel = x.transpose(0, 1)  # (C, B, H, W)
    rows = by_channel.flatten(1)
    mean, var = running_mean[:, None], running_var[:, None]
    if training:
        count = rows.shape[1]
        if count < 2:
            raise ValueError("one value has no variance")
        mean = rows.mean(1, keepdim=True)
        var = (rows - mean).pow(2).sum(1, keepdim=True) / count
        spread = rows.detach().var(1)
        running_mean.mul_(1 - momentum).add_(mean.detach()[:, 0] * momentum)
        running_var.mul_(1 - momentum).add_(spread * momentum)
    normed = (rows - mean) / torch.sqrt(var + eps) * weight[:, None] + bias[:, None]
    return normed.reshape(by_channel.shape).transpose(0, 1)
