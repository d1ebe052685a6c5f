"""Each image's statistics first, then combined, as devices that share a batch would do it."""

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
    """Combine means and variances of images (Chan, Golub and LeVeque 1979); x (B, C, H, W)."""
    if not training:
        shift = bias - running_mean * weight / (running_var + eps) ** 0.5
        scale = weight / (running_var + eps) ** 0.5
        return torch.einsum("bchw,c->bchw", x, scale) + shift.view(-1, 1, 1)
    count = x[:, 0].numel()
    if count < 2:
        raise ValueError("one value has no variance")
    means = x.mean((2, 3))  # (B, C)
    within = (x - means[..., None, None]).square().mean((2, 3))
    mean = means.mean(0)
    var = within.mean(0) + (means - mean).square().mean(0)
    running_mean.copy_((1 - momentum) * running_mean + momentum * mean.detach())
    unbiased = var.detach() * count / (count - 1)
    running_var.copy_((1 - momentum) * running_var + momentum * unbiased)
    centred = x - mean.view(1, -1, 1, 1)
    normed = centred / torch.sqrt(var + eps).view(1, -1, 1, 1)
    return normed * weight.view(1, -1, 1, 1) + bias.view(1, -1, 1, 1)
