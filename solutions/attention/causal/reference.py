"""Causal self-attention: attention in which the future is hidden.

Shapes: x (..., T, C); q and k (..., T, D); v (..., T, E); scores (..., T, T), queries in rows, keys
in columns. The limits: one head, and all T x T scores are computed, though half are thrown away.
"""

import torch
from torch import Tensor


def causal_self_attention(x: Tensor, w_q: Tensor, w_k: Tensor, w_v: Tensor) -> Tensor:
    """Attend from every token to itself and to the tokens before it (Vaswani et al. 2017).

    Args:
        x: (..., T, C)
        w_q: (C, D)
        w_k: (C, D)
        w_v: (C, E)

    Returns:
        (..., T, E), in the dtype of x
    """
    # 1. Self-attention: queries, keys and values all come from the same tokens.
    q, k, v = x @ w_q, x @ w_k, x @ w_v

    # 2. How well each query fits each key. The scale is the root of what a dot product adds up.
    scores = (q * q.shape[-1] ** -0.5) @ k.transpose(-2, -1)  # (..., T, T)

    # 3. The future is what lies above the diagonal. The diagonal itself stays: a token sees itself,
    #    and so no row is hidden whole.
    tokens = x.shape[-2]
    future = torch.ones(tokens, tokens, dtype=torch.bool, device=x.device).triu(1)

    # 4. Hide before the softmax: exp(-inf) = 0, and what is seen sums to one.
    weights = torch.softmax(scores.masked_fill(future, float("-inf")), dim=-1)

    # 5. Average the values. (..., T, T) @ (..., T, E)
    return weights @ v
