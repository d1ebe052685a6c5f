import torch
from torch import Tensor


def alibi_slopes(n_heads: int) -> list[float]:
    """Return the slope of each head; ValueError below one head."""
    raise NotImplementedError


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
    raise NotImplementedError
