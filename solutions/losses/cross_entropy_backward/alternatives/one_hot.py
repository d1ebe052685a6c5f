"""Subtract a one-hot tensor and choose with `where`; the softmax written out."""

import torch
from torch import Tensor


def cross_entropy_backward(logits: Tensor, targets: Tensor, ignore_index: int = -100) -> Tensor:
    """Compare class numbers with targets to get the one-hot (..., C)."""
    wide = logits.to(torch.promote_types(logits.dtype, torch.float32))
    exps = torch.exp(wide - wide.max(dim=-1, keepdim=True).values)
    probs = exps / exps.sum(-1, keepdim=True)
    right = targets.unsqueeze(-1) == torch.arange(logits.shape[-1], device=logits.device)
    counted = (targets != ignore_index).unsqueeze(-1).expand_as(right)
    count = max(int(counted[..., 0].sum()), 1)
    difference = (probs - right.to(probs.dtype)) / count
    return torch.where(counted, difference, torch.zeros_like(difference)).to(logits.dtype)
