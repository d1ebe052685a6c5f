"""A Boolean one-hot of the targets picks the log-probabilities; ignored places have no True."""

import torch
from torch import Tensor


def cross_entropy(logits: Tensor, targets: Tensor, ignore_index: int = -100) -> Tensor:
    """Sum the log-probabilities under the one-hot (..., C) and divide by its number of True."""
    wide = logits.to(torch.promote_types(logits.dtype, torch.float32))
    shifted = wide - wide.amax(-1, keepdim=True)
    log_probs = shifted - shifted.exp().sum(-1, keepdim=True).log()
    classes = torch.arange(logits.shape[-1], device=logits.device)
    right = (targets.unsqueeze(-1) == classes) & (targets != ignore_index).unsqueeze(-1)
    total = torch.where(right, log_probs, torch.zeros_like(log_probs)).sum()
    return (-total / max(int(right.sum()), 1)).to(logits.dtype)
