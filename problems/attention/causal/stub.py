import torch
from torch import Tensor


def causal_self_attention(x: Tensor, w_q: Tensor, w_k: Tensor, w_v: Tensor) -> Tensor:
    """Attend from every token to itself and to the tokens before it.

    Args:
        x: (..., T, C)
        w_q: (C, D)
        w_k: (C, D)
        w_v: (C, E)

    Returns:
        (..., T, E), in the dtype of x
    """
    raise NotImplementedError
