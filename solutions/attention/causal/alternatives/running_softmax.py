"""Keys from the first to the last, each given to the queries that may see it.

A maximum, a sum and a weighted sum of values are carried along for every query.
"""

import torch
from torch import Tensor


def causal_self_attention(x: Tensor, w_q: Tensor, w_k: Tensor, w_v: Tensor) -> Tensor:
    """Attend; x (..., T, C), w_q and w_k (C, D), w_v (C, E)."""
    q, k, v = x @ w_q / w_q.shape[1] ** 0.5, x @ w_k, x @ w_v
    position = torch.arange(x.shape[-2], device=x.device)[:, None]
    largest = torch.full_like(q[..., :1], float("-inf"))
    total, gathered = torch.zeros_like(largest), torch.zeros_like(v)
    for j in range(x.shape[-2]):
        score = (q * k[..., j : j + 1, :]).sum(dim=-1, keepdim=True)
        score = torch.where(position >= j, score, float("-inf"))
        known = torch.maximum(largest, score.detach())
        weight, shrink = torch.exp(score - known), torch.exp(largest - known)
        total = total * shrink + weight
        gathered = gathered * shrink + weight * v[..., j : j + 1, :]
        largest = known
    return gathered / total
