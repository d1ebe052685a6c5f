"""Attention backward: the forward lines, read from the last to the first.

Shapes: q and grad_q (..., T, D); k and grad_k (..., S, D); v and grad_v (..., S, E); the weights
and their gradients (..., T, S), queries in rows, keys in columns.
The limits: the weights are computed again and held whole; flash attention does it tile by tile.
"""

import torch
from torch import Tensor


def attention_backward(
    grad_out: Tensor, q: Tensor, k: Tensor, v: Tensor, causal: bool = False
) -> tuple[Tensor, Tensor, Tensor]:
    """Return the gradients of q, k and v, from that of the output (Dao et al. 2022, appendix B).

    Args:
        grad_out: (..., T, E), the gradient that reached the output
        q: (..., T, D)
        k: (..., S, D)
        v: (..., S, E)
        causal: whether later keys were hidden; then S = T

    Returns:
        grad_q, grad_k and grad_v, in the shapes of q, k and v
    """
    # 0. The weights of the forward pass.
    scale = q.shape[-1] ** -0.5
    weights = _weights(q * scale, k, causal)  # (..., T, S)

    # 1. out = weights @ v: for a product, each factor's gradient is grad_out with the other one.
    grad_v = weights.mT @ grad_out  # (..., S, E)
    grad_weights = grad_out @ v.mT  # (..., T, S)

    # 2. Softmax: what is better than its row's average goes up, in proportion to its weight. A
    #    hidden pair has a weight of zero and so a gradient of zero.
    average = (weights * grad_weights).sum(dim=-1, keepdim=True)  # (..., T, 1)
    grad_scores = weights * (grad_weights - average)

    # 3. scores = (q * scale) @ k^T: the scale goes to both factors. (..., T, S) is the large one,
    #    so it is the small ones that are scaled.
    grad_q = grad_scores @ (k * scale)  # (..., T, D)
    grad_k = grad_scores.mT @ (q * scale)  # (..., S, D)
    return grad_q, grad_k, grad_v


def _weights(q: Tensor, k: Tensor, causal: bool) -> Tensor:
    """Return the softmax (..., T, S) of the scores of scaled queries."""
    scores = q @ k.mT
    if causal:
        tokens = q.shape[-2]
        future = torch.ones(tokens, tokens, dtype=torch.bool, device=q.device).triu(1)
        scores = scores.masked_fill(future, float("-inf"))
    return torch.softmax(scores, dim=-1)
