"""All gradients written into one long vector, with a branch for those that are short enough."""

from collections.abc import Iterable

import torch
from torch import Tensor


def clip_grad_norm(params: Iterable[Tensor], max_norm: float) -> float:
    """Concatenate, take the root of the inner product, scale where it is too long."""
    kept = [p for p in params if p.grad is not None]
    if len(kept) == 0:
        return 0.0
    vector = torch.cat([p.grad.reshape(-1) for p in kept])
    total = torch.dot(vector, vector).sqrt().item()
    if total > max_norm:
        for p in kept:
            p.grad *= max_norm / (total + 1e-6)
    return total
