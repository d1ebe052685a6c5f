"""No mask: token i is given the keys and values up to i, as it is when generating."""

import torch
from torch import Tensor


def causal_self_attention(x: Tensor, w_q: Tensor, w_k: Tensor, w_v: Tensor) -> Tensor:
    """Attend; x (..., T, C), w_q and w_k (C, D), w_v (C, E)."""
    q, k, v = x @ w_q, x @ w_k, x @ w_v
    rows = []
    for i in range(x.shape[-2]):
        scores = (k[..., : i + 1, :] * q[..., i : i + 1, :]).sum(dim=-1) / q.shape[-1] ** 0.5
        weights = scores.softmax(dim=-1)  # (..., i + 1)
        rows.append((weights[..., None] * v[..., : i + 1, :]).sum(dim=-2))
    return torch.stack(rows, dim=-2)
