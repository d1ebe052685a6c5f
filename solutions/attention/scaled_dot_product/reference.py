"""Scaled dot-product attention: compare, normalise, average.

Shapes: q (..., T, D), k (..., S, D), v (..., S, E); scores and weights (..., T, S), queries in
rows, keys in columns. The limits: all T x S weights are held in memory; see attention/flash.
"""

import torch
from torch import Tensor


def attention(  # noqa: PLR0917
    q: Tensor,
    k: Tensor,
    v: Tensor,
    mask: Tensor | None = None,
    dropout_p: float = 0.0,
    uniforms: Tensor | None = None,
) -> Tensor:
    """Average the values under the softmax of the scaled dot products (Vaswani et al. 2017).

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
    # 1. Compare. A dot product of D terms has variance D; scaling q touches T x D numbers only.
    scores = (q * q.shape[-1] ** -0.5) @ k.transpose(-2, -1)  # (..., T, S)

    # 2. Hide before the softmax, so that what is seen sums to one. The lowest finite number gives
    #    a weight of 0 as -inf does, and in a row that is hidden whole it gives no NaN.
    if mask is not None:
        scores = scores.masked_fill(~mask, torch.finfo(scores.dtype).min)

    # 3. Normalise: every query spreads one unit of weight over its keys.
    weights = torch.softmax(scores, dim=-1)

    # A row that is hidden whole came out uniform. Filling it also cuts its gradient.
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)

    # 4. Dropout cuts connections between tokens, so it falls on the weights.
    if uniforms is not None:
        weights = weights.masked_fill(uniforms < dropout_p, 0.0) / (1 - dropout_p)

    # 5. Average. (..., T, S) @ (..., S, E): v stays as it is.
    return weights @ v
