"""ALiBi: positions as a penalty on the scores, linear in the distance.

Shapes: q, k, v (B, H, T, D); the distances (T, T); the slopes (H, 1, 1); scores (B, H, T, T),
queries in rows, keys in columns. The limits: the T x T scores are held in memory.
"""

import torch
from torch import Tensor


def alibi_slopes(n_heads: int) -> list[float]:
    """Return the slope of each head (Press et al. 2021).

    Raises:
        ValueError: n_heads is below 1.
    """
    if n_heads < 1:
        raise ValueError(f"there must be 1 head or more, got {n_heads}")

    # The largest power of two in n_heads is its highest bit.
    power = 2 ** (n_heads.bit_length() - 1)

    # Its own series, and from one twice as fine those that lie between. For a power of two nothing
    # is missing, and the slice ends there.
    return (_series(power) + _series(2 * power)[::2])[:n_heads]


def _series(heads: int) -> list[float]:
    """Return 2^(-8 / H), 2^(-16 / H), ..., 2^-8."""
    return [2 ** (-8 * head / heads) for head in range(1, heads + 1)]


def alibi_attention(q: Tensor, k: Tensor, v: Tensor, causal: bool = True) -> Tensor:
    """Attend with scores that fall with the distance of the tokens.

    Args:
        q: (B, H, T, D)
        k: (B, H, T, D)
        v: (B, H, T, D)
        causal: hide later tokens

    Returns:
        (B, H, T, D), in the dtype of q
    """
    _, heads, tokens, features = q.shape

    # 1. How far apart query i and key j stand, a column of positions minus a row of them.
    position = torch.arange(tokens, device=q.device)
    back = position[:, None] - position  # (T, T); negative: j is in the future

    # 2. One slope a head. The bias is not divided by sqrt(D): it is no dot product.
    slopes = torch.tensor(alibi_slopes(heads), dtype=q.dtype, device=q.device)
    bias = -slopes[:, None, None] * back.abs()  # (H, T, T)

    # 3. The mask needs no tensor of its own size: a hidden pair has a bias of -inf.
    if causal:
        bias = bias.masked_fill(back < 0, float("-inf"))

    scores = (q * features**-0.5) @ k.mT + bias  # (B, H, T, T)
    return torch.softmax(scores, dim=-1) @ v
