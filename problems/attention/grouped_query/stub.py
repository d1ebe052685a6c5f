import torch
from torch import Tensor


def grouped_query_attention(q: Tensor, k: Tensor, v: Tensor, causal: bool = False) -> Tensor:
    """Attend with H query heads over G heads of keys and values.

    Args:
        q: (B, H, T, D)
        k: (B, G, T, D); ValueError when G does not divide H
        v: (B, G, T, D)
        causal: hide later tokens

    Returns:
        (B, H, T, D), in the dtype of q
    """
    raise NotImplementedError
