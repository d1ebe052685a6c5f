"""Keys and values are copied, one for each query head; then it is multi-head attention."""

import torch
from torch import Tensor


def grouped_query_attention(q: Tensor, k: Tensor, v: Tensor, causal: bool = False) -> Tensor:
    """Attend; q (B, H, T, D), k and v (B, G, T, D)."""
    if q.shape[1] % k.shape[1] != 0:
        raise ValueError("H must be a multiple of G")
    share = q.shape[1] // k.shape[1]
    k, v = (t.repeat_interleave(share, dim=1) for t in (k, v))
    scores = q @ k.mT / q.shape[-1] ** 0.5
    if causal:
        scores = scores + torch.full_like(scores[0, 0], float("-inf")).triu(1)
    return torch.softmax(scores, dim=-1) @ v
