"""Attention masks: who may see whom, as bool tensors, and what they do to scores.

Shapes: masks (T, T) with the query i as row and the key j as column, padding (B, T), scores
(..., Tq, Tk). True means visible. The limits: the softmax is the caller's.
"""

import torch
from torch import Tensor


def _distances(length: int, device: torch.device | str | None) -> Tensor:
    """Return i - j for all pairs, (T, T): positive in the past, 0 at oneself."""
    position = torch.arange(length, device=device)
    return position[:, None] - position


def causal_mask(length: int, device: torch.device | str | None = None) -> Tensor:
    """Say which keys each query may see when none may see the future.

    Returns:
        (T, T) bool, True where query i (row) may see key j (column)
    """
    # The lower triangle with its diagonal. tril takes bool as it is, so nothing is converted.
    return torch.ones(length, length, dtype=torch.bool, device=device).tril()


def sliding_mask(
    length: int, window: int, causal: bool = True, device: torch.device | str | None = None
) -> Tensor:
    """Let each query see itself and its neighbours up to `window` away.

    Returns:
        (T, T) bool; neighbours on the left only where `causal`
    """
    distance = _distances(length, device)
    # Causal needs two bounds: not the future (below 0), not the distant past (beyond the window).
    if causal:
        return (distance >= 0) & (distance <= window)
    return distance.abs() <= window


def prefix_mask(length: int, prefix: int, device: torch.device | str | None = None) -> Tensor:
    """Let all queries see the first `prefix` keys, and be causal otherwise.

    Returns:
        (T, T) bool
    """
    mask = causal_mask(length, device)
    # The prefix is a matter of the key: columns, not rows.
    mask[:, :prefix] = True
    return mask


def padding_mask(lengths: Tensor, length: int) -> Tensor:
    """Say which positions of a padded batch hold tokens.

    Args:
        lengths: (B,) int64, the tokens of each row
        length: T

    Returns:
        (B, T) bool, on the device of `lengths`
    """
    # (T,) against (B, 1): every position meets every row's length.
    return torch.arange(length, device=lengths.device) < lengths[:, None]


def apply_mask(scores: Tensor, mask: Tensor) -> Tensor:
    """Prepare scores for a softmax that gives hidden places the weight 0.

    Args:
        scores: (..., Tq, Tk)
        mask: bool, broadcasts to the shape of `scores`; True where visible

    Returns:
        (..., Tq, Tk), in the dtype of `scores`
    """
    # The lowest finite number, not -inf: exp of it is 0 beside any visible score, and a row of
    # nothing else becomes uniform where -inf would give NaN. It is the dtype's own, for -1e9 does
    # not exist in float16. Filling also cuts the gradient: what was replaced gets 0.
    return scores.masked_fill(~mask, torch.finfo(scores.dtype).min)
