"""A full sort, and the weights as exponentials of their logarithms."""

import torch
from torch import Tensor


def route(logits: Tensor, k: int) -> tuple[Tensor, Tensor]:
    """Return (weights, experts)."""
    if k not in range(1, logits.shape[-1] + 1):
        raise ValueError("k")
    ordered, experts = torch.sort(logits, dim=-1, descending=True)
    best = ordered[..., :k]
    precise = best if best.dtype == torch.float64 else best.float()
    log_weights = precise - precise.logsumexp(-1, keepdim=True)
    return log_weights.exp().to(logits.dtype), experts[..., :k]
