"""log(sum(exp(z - z_target))): shift by the target's own logit, then by the largest margin."""

import torch
from torch import Tensor


def cross_entropy(logits: Tensor, targets: Tensor, ignore_index: int = -100) -> Tensor:
    """Average the logarithm of the summed odds against the target."""
    wide = logits.double()
    counted = (targets != ignore_index).reshape(-1)
    rows = wide.reshape(-1, wide.shape[-1])[counted]
    right = targets.reshape(-1)[counted]
    margins = rows - torch.take_along_dim(rows, right[:, None], dim=1)
    worst = margins.amax(1).detach()
    losses = worst + torch.einsum("nc->n", torch.exp(margins - worst[:, None])).log()
    return (losses.sum() / max(losses.numel(), 1)).to(logits.dtype)
