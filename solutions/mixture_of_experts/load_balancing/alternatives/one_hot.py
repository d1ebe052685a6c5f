"""Choices as one-hot codes, and both means weighed by the mask."""

import torch
import torch.nn.functional as F
from torch import Tensor


def load_balancing_loss(
    logits: Tensor, k: int = 1, coef: float = 0.01, mask: Tensor | None = None
) -> Tensor:
    """Return the loss."""
    experts = logits.shape[-1]
    flat = logits.reshape(-1, experts)
    counts = torch.ones_like(flat[:, 0]) if mask is None else mask.reshape(-1).to(flat.dtype)
    flat = torch.where(counts[:, None] > 0, flat, 0.0)
    total = counts.sum().clamp(min=1)
    picks = F.one_hot(flat.topk(k, dim=-1).indices, experts).sum(1).to(flat.dtype)
    used = (picks * counts[:, None]).sum(0) / total / k
    likely = (torch.softmax(flat, dim=-1) * counts[:, None]).sum(0) / total
    return experts * coef * torch.dot(used, likely)
