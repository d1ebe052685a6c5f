"""BatchNorm for images: each channel is normalised over all samples and pixels together.

Shapes: x (B, C, H, W); weight, bias, running_mean, running_var (C,); N = B * H * W numbers share
one mean. The limits: always affine, always with running statistics of a fixed momentum.
"""

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
    """Normalise each channel of x (Ioffe and Szegedy 2015, section 3.2).

    Args:
        x: (B, C, H, W)
        weight: (C,)
        bias: (C,)
        running_mean: (C,), updated in place in training
        running_var: (C,), updated in place in training
        training: whether the batch's own statistics count
        momentum: the share of the new statistics in the running ones
        eps: added to the variance, inside the root

    Returns:
        (B, C, H, W), in the dtype of x

    Raises:
        ValueError: in training, where a channel has fewer than two values.
    """
    if training:
        count = x.shape[0] * x.shape[2] * x.shape[3]
        if count < 2:
            raise ValueError(f"in training a channel needs two values or more, not {count}")

        # Everything but the channels: all pixels of all samples share one mean a channel.
        var, mean = torch.var_mean(x, dim=(0, 2, 3), correction=0)

        # Remembered without a graph, and unbiased: an estimate of all data from N values.
        with torch.no_grad():
            running_mean.lerp_(mean, momentum)
            running_var.lerp_(var * (count / (count - 1)), momentum)
    else:
        mean, var = running_mean, running_var

    # Gain and spread are one factor a channel: the large tensor is gone over only twice.
    scale = torch.rsqrt(var + eps) * weight

    # (C, 1, 1) lines up with the channels; a bare (C,) would line up with the columns.
    return (x - mean[:, None, None]) * scale[:, None, None] + bias[:, None, None]
