"""Sliding-window attention: plain attention in which far-away pairs are hidden.

Shapes: q, k, v (..., T, D); i counts queries, j counts keys, both run over T.
The limits: all T x T scores are computed and most are thrown away. That is clear, and fast while
T is small; `alternatives/banded.py` computes the window alone.
"""

import torch
from torch import Tensor


def sliding_window_attention(
    q: Tensor, k: Tensor, v: Tensor, window: int, causal: bool = True
) -> Tensor:
    """Attend from every token to its neighbourhood (Beltagy et al. 2020).

    Args:
        q: (..., T, D)
        k: (..., T, D)
        v: (..., T, D)
        window: how many neighbours a token sees besides itself
        causal: the `window` tokens before it; otherwise up to `window` on each side

    Returns:
        (..., T, D), in the dtype of q

    Raises:
        ValueError: window is negative.
    """
    if window < 0:
        raise ValueError(f"window must be 0 or more, got {window}")
    tokens, features = q.shape[-2:]

    # 1. How well each query fits each key. Scaling q touches T x D numbers, not T x T.
    scores = (q * features**-0.5) @ k.transpose(-2, -1)  # (..., T, T)

    # 2. How far back key j lies from query i: the column of queries minus the row of keys.
    position = torch.arange(tokens, device=q.device)
    back = position[:, None] - position[None, :]  # (T, T); negative: j is in the future

    # 3. Causal needs both bounds: `back <= window` alone would show the whole future.
    visible = (back >= 0) & (back <= window) if causal else back.abs() <= window

    # 4. Hide before the softmax, so that the visible weights sum to one. Every token sees itself,
    #    so no row is hidden whole and none becomes NaN.
    weights = torch.softmax(scores.masked_fill(~visible, float("-inf")), dim=-1)

    # 5. Average the values. (..., T, T) @ (..., T, D): v stays as it is.
    return weights @ v
