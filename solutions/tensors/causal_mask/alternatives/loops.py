"""Masks spelled out pair by pair, and scores blended with the lowest number by `where`."""

import torch
from torch import Tensor


def causal_mask(length: int, device: torch.device | str | None = None) -> Tensor:
    """Write the triangle row by row; (T, T)."""
    return sliding_mask(length, length, True, device)


def sliding_mask(
    length: int, window: int, causal: bool = True, device: torch.device | str | None = None
) -> Tensor:
    """Switch on each row's stretch; (T, T)."""
    mask = torch.zeros(length, length, dtype=torch.bool, device=device)
    for i in range(length):
        mask[i, max(0, i - window) : i + 1 + (0 if causal else window)] = True
    return mask


def prefix_mask(length: int, prefix: int, device: torch.device | str | None = None) -> Tensor:
    """Switch on each row up to itself or up to the end of the prefix; (T, T)."""
    mask = torch.zeros(length, length, dtype=torch.bool, device=device)
    for i in range(length):
        mask[i, : max(i + 1, prefix)] = True
    return mask


def padding_mask(lengths: Tensor, length: int) -> Tensor:
    """Build a list of lists; (B, T)."""
    rows = [[j < count for j in range(length)] for count in lengths.tolist()]
    return torch.tensor(rows, dtype=torch.bool, device=lengths.device).reshape(-1, length)


def apply_mask(scores: Tensor, mask: Tensor) -> Tensor:
    """Choose between the scores and half the lowest number; scores (..., Tq, Tk)."""
    lowest = torch.full_like(scores, torch.finfo(scores.dtype).min / 2)
    return torch.where(mask.expand_as(scores), scores, lowest)
