"""Rotary position embedding: positions as rotations of pairs of features.

Shapes: x (..., T, D); the angles, their cosines and sines (T, D/2), positions in rows, pairs in
columns; q (..., T, D), k (..., S, D), v (..., S, E).
The limits: pairs by halves, (i, i + D/2); all D features are rotated; the table of angles is made
at every call, where a model would keep it.
"""

import torch
from torch import Tensor


def rope(x: Tensor, offset: int = 0, base: float = 10000.0) -> Tensor:
    """Rotate pair (i, i + D/2) of the token at position m by m * base^(-2i / D) (Su et al. 2021).

    Args:
        x: (..., T, D), D even
        offset: the position of the first token
        base: sets how slowly the last pair turns

    Returns:
        (..., T, D), in the dtype of x

    Raises:
        ValueError: D is odd.
    """
    tokens, features = x.shape[-2:]
    if features % 2:
        raise ValueError(f"the features must come in pairs, got {features}")

    # bfloat16 has 8 bits: already position 257 would be rounded to 256. Work wider.
    wide = x.float() if x.dtype == torch.bfloat16 else x

    # 1. One frequency a pair, from 1 down to almost 1 / base: fast pairs tell neighbours apart,
    #    slow ones far-away tokens.
    pair = torch.arange(features // 2, dtype=wide.dtype, device=x.device)
    frequency = base ** (-2 * pair / features)  # (D/2,)

    # 2. One angle a position and pair.
    position = torch.arange(offset, offset + tokens, device=x.device)
    angle = position[:, None] * frequency  # (T, D/2)
    cos, sin = angle.cos(), angle.sin()

    # 3. Rotate. A half holds one member of each pair, so all pairs turn in four products.
    first, second = wide.chunk(2, dim=-1)  # (..., T, D/2) each
    turned = torch.cat([first * cos - second * sin, second * cos + first * sin], dim=-1)
    return turned.to(x.dtype)


def rope_attention(
    q: Tensor, k: Tensor, v: Tensor, offset: int = 0, base: float = 10000.0
) -> Tensor:
    """Attend with rotated queries and keys.

    Args:
        q: (..., T, D), at positions offset and on
        k: (..., S, D), at positions 0 and on
        v: (..., S, E)
        offset: the position of the first query
        base: as in rope

    Returns:
        (..., T, E), in the dtype of q
    """
    # The position is for the scores. Values are what is passed on, and stay as they are.
    q, k = rope(q, offset, base), rope(k, base=base)
    scores = (q * q.shape[-1] ** -0.5) @ k.transpose(-2, -1)  # (..., T, S)
    return torch.softmax(scores, dim=-1) @ v
