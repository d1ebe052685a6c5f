"""Grouped-query attention: several query heads over each head of keys and values.

Shapes: q (B, H, T, D); k and v (B, G, T, D); R = H / G query heads share one of the G; scores
(B, G, R, T, T). The limits: no cache, no padding mask, and the T x T scores are held in memory.
"""

import torch
from torch import Tensor


def grouped_query_attention(q: Tensor, k: Tensor, v: Tensor, causal: bool = False) -> Tensor:
    """Attend with H query heads over G heads of keys and values (Ainslie et al. 2023).

    Args:
        q: (B, H, T, D)
        k: (B, G, T, D)
        v: (B, G, T, D)
        causal: hide later tokens

    Returns:
        (B, H, T, D), in the dtype of q

    Raises:
        ValueError: G does not divide H.
    """
    _, heads, tokens, features = q.shape
    groups = k.shape[1]
    if heads % groups:
        raise ValueError(f"{groups} key-value heads cannot be shared evenly by {heads} heads")

    # 1. Heads that share are neighbours, so splitting H into (G, R) needs no reordering.
    q = q.unflatten(1, (groups, heads // groups))  # (B, G, R, T, D)

    # 2. A dimension of size 1 stands for the R sharing heads: the products broadcast over it, and
    #    keys and values are never copied.
    k, v = k.unsqueeze(2), v.unsqueeze(2)  # (B, G, 1, T, D)

    # 3. From here on it is attention as ever.
    scores = (q * features**-0.5) @ k.transpose(-2, -1)  # (B, G, R, T, T)
    if causal:
        future = torch.ones(tokens, tokens, dtype=torch.bool, device=q.device).triu(1)
        scores = scores.masked_fill(future, float("-inf"))
    weights = torch.softmax(scores, dim=-1)

    # 4. (G, R) back to H, in the same order.
    return (weights @ v).flatten(1, 2)
