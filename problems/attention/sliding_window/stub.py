import torch
from torch import Tensor


def sliding_window_attention(
    q: Tensor, k: Tensor, v: Tensor, window: int, causal: bool = True
) -> Tensor:
    """Attend from every token to its neighbourhood.

    Args:
        q: (..., T, D)
        k: (..., T, D)
        v: (..., T, D)
        window: how many neighbours a token sees besides itself; ValueError when negative
        causal: the `window` tokens before it; otherwise up to `window` on each side

    Returns:
        (..., T, D), in the dtype of q
    """
    raise NotImplementedError
