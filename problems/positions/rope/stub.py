import torch
from torch import Tensor


def rope(x: Tensor, offset: int = 0, base: float = 10000.0) -> Tensor:
    """Rotate pair (i, i + D/2) of the token at position m by the angle m * base^(-2i / D).

    Args:
        x: (..., T, D), D even; ValueError otherwise
        offset: the position of the first token
        base: sets how slowly the last pair turns

    Returns:
        (..., T, D), in the dtype of x
    """
    raise NotImplementedError


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
    raise NotImplementedError
