"""Each token hands its load to its experts by scatter; the probabilities come from logarithms."""

import torch
from torch import Tensor


def load_balancing_loss(
    logits: Tensor, k: int = 1, coef: float = 0.01, mask: Tensor | None = None
) -> Tensor:
    """Return the loss."""
    experts = logits.shape[-1]
    keep = torch.ones(logits.shape[:-1], dtype=torch.bool, device=logits.device)
    keep = keep if mask is None else mask
    filled = logits.masked_fill(~keep[..., None], 0.0)
    share = keep.to(logits.dtype) / keep.sum().clamp(min=1)
    chosen = torch.topk(filled, k, dim=-1).indices
    load = torch.zeros_like(filled.detach()).scatter(-1, chosen, 1.0) * share[..., None] / k
    likely = (filled - filled.logsumexp(-1, keepdim=True)).exp() * share[..., None]
    over_tokens = tuple(range(logits.ndim - 1))
    if not over_tokens:
        return coef * experts * (load * likely).sum()
    return coef * experts * (load.sum(over_tokens) * likely.sum(over_tokens)).sum()
