import torch
from torch import Tensor


def attention(
    q: Tensor,
    k: Tensor,
    v: Tensor,
    mask: Tensor | None = None,
    dropout_p: float = 0.0,
    uniforms: Tensor | None = None,
) -> Tensor:
    """Average the values under the softmax of the scaled dot products.

    Args:
        q: (..., T, D)
        k: (..., S, D)
        v: (..., S, E)
        mask: bool, broadcasts to (..., T, S); True where the query may see the key
        dropout_p: the share of weights to drop
        uniforms: (..., T, S); a weight is dropped where its number is below dropout_p

    Returns:
        (..., T, E), in the dtype of q
    """
    raise NotImplementedError
