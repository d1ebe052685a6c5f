"""Counted tokens only, as rows of a matrix; sums a sequence by index_add."""

import torch
from torch import Tensor


def _losses(logits: Tensor, targets: Tensor, mask: Tensor) -> Tensor:
    rows, right = logits[mask], targets[mask]
    rows = rows.to(torch.promote_types(rows.dtype, torch.float32))
    picked = rows[torch.arange(len(rows), device=rows.device), right]
    return torch.logsumexp(rows, dim=1) - picked


def sequence_nll(logits: Tensor, targets: Tensor, mask: Tensor) -> Tensor:
    """Add each token's loss to the sum of its sequence."""
    losses = _losses(logits, targets, mask)
    return losses.new_zeros(len(logits)).index_add(0, mask.nonzero()[:, 0], losses)


def perplexity(logits: Tensor, targets: Tensor, mask: Tensor) -> Tensor:
    """Average the counted tokens' losses."""
    losses = _losses(logits, targets, mask)
    return torch.exp(losses.sum() / max(len(losses), 1))
