"""Hidden places become minus infinity; rows in which nothing is visible are set to zeros."""

import torch
from torch import Tensor


def causal_mask(length: int, device: torch.device | str | None = None) -> Tensor:
    """Compare positions; (T, T)."""
    position = torch.arange(length, device=device)
    return position.unsqueeze(0) <= position.unsqueeze(1)


def sliding_mask(
    length: int, window: int, causal: bool = True, device: torch.device | str | None = None
) -> Tensor:
    """Cut a band out of a square of ones; (T, T)."""
    band = torch.ones(length, length, device=device).triu(-window)
    return band.tril(0 if causal else window).bool()


def prefix_mask(length: int, prefix: int, device: torch.device | str | None = None) -> Tensor:
    """Join the causal mask with a row that says which keys are prefix; (T, T)."""
    position = torch.arange(length, device=device)
    return causal_mask(length, device) | (position < prefix)


def padding_mask(lengths: Tensor, length: int) -> Tensor:
    """Count positions in every row; (B, T)."""
    ones = torch.ones(len(lengths), length, device=lengths.device)
    return ones.cumsum(1) <= lengths.unsqueeze(1)


def apply_mask(scores: Tensor, mask: Tensor) -> Tensor:
    """Fill with -inf, and mend empty rows; scores (..., Tq, Tk)."""
    empty = ~mask.any(dim=-1, keepdim=True)
    hidden = torch.where(mask, scores, float("-inf"))
    return hidden.masked_fill(empty, 0.0)
