"""A causal bias of slope * j: it differs from -slope * (i - j) by a constant of the row."""

import math

import torch
from torch import Tensor


def alibi_slopes(n_heads: int) -> list[float]:
    """Return the slopes, by recursion."""
    if n_heads <= 0:
        raise ValueError("n_heads must be positive")
    if math.log2(n_heads).is_integer():
        start = 2.0 ** (-8.0 / n_heads)
        return [start * start**i for i in range(n_heads)]
    near = 2 ** math.floor(math.log2(n_heads))
    return alibi_slopes(near) + alibi_slopes(2 * near)[0::2][: n_heads - near]


def alibi_attention(q: Tensor, k: Tensor, v: Tensor, causal: bool = True) -> Tensor:
    """Attend; q, k, v (B, H, T, D)."""
    slopes = q.new_tensor(alibi_slopes(q.shape[1]))[:, None, None]
    place = torch.arange(q.shape[2], device=q.device).to(q.dtype)
    scores = torch.einsum("bhid,bhjd->bhij", q, k) / q.shape[3] ** 0.5
    if causal:
        scores = scores + slopes * (place - place[-1])
        scores = torch.where(place[:, None] >= place, scores, float("-inf"))
    else:
        scores = scores - slopes * torch.cdist(place[:, None], place[:, None], p=1)
    weights = torch.exp(scores - scores.logsumexp(dim=-1, keepdim=True))
    return torch.einsum("bhij,bhjd->bhid", weights, v)
