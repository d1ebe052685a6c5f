"""One query after the other, each against the slice of keys that it may see."""

import torch
from torch import Tensor


def sliding_window_attention(
    q: Tensor, k: Tensor, v: Tensor, window: int, causal: bool = True
) -> Tensor:
    """Attend from q[i] to k[first:last] and v[first:last]; q, k, v (..., T, D)."""
    if window < 0:
        raise ValueError("window is negative")
    rows = []
    for i in range(q.size(-2)):
        first, last = max(0, i - window), i + 1 if causal else i + window + 1
        near_k, near_v = k[..., first:last, :], v[..., first:last, :]
        scores = (near_k * q[..., i : i + 1, :]).sum(-1, keepdim=True) / q.size(-1) ** 0.5
        rows.append((scores.softmax(dim=-2) * near_v).sum(dim=-2))
    return torch.stack(rows, dim=-2)
