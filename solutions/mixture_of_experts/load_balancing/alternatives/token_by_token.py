"""Counted in Python, token by token."""

import torch
from torch import Tensor


def load_balancing_loss(
    logits: Tensor, k: int = 1, coef: float = 0.01, mask: Tensor | None = None
) -> Tensor:
    """Return the loss."""
    experts = logits.shape[-1]
    rows = logits.reshape(-1, experts)
    kept = range(len(rows)) if mask is None else mask.reshape(-1).nonzero().flatten().tolist()
    if not len(kept):
        return torch.where(torch.zeros_like(rows, dtype=torch.bool), rows, 0.0).sum()
    used = [0] * experts
    likely = torch.zeros_like(rows[0])
    for index in kept:
        for expert in rows[index].detach().argsort(descending=True)[:k].tolist():
            used[expert] += 1
        likely = likely + torch.softmax(rows[index], 0)
    load = torch.tensor(used, dtype=logits.dtype, device=logits.device) / (len(kept) * k)
    return coef * experts * (load * likely / len(kept)).sum()
