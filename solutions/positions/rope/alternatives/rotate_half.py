"""Full-width tables of cosines and sines, and x with its halves exchanged, one of them negated.

The attention rotates neither keys to their own place nor queries to theirs: it moves both back by
the offset, which leaves all distances as they are.
"""

import torch
from torch import Tensor


def _turn(x: Tensor, position: Tensor, base: float) -> Tensor:
    """Rotate x (..., T, D) to the given positions (T,)."""
    features = x.shape[-1]
    if features % 2:
        raise ValueError("D must be even")
    work = torch.float64 if x.dtype == torch.float64 else torch.float32
    pair = torch.arange(features // 2, device=x.device).to(work)
    angle = position.to(work)[:, None] * torch.pow(base, -pair / (features // 2))
    angle = torch.cat([angle, angle], dim=-1)  # (T, D)
    first, second = x.to(work).split(features // 2, dim=-1)
    partner = torch.cat([-second, first], dim=-1)
    return (x.to(work) * angle.cos() + partner * angle.sin()).to(x.dtype)


def rope(x: Tensor, offset: int = 0, base: float = 10000.0) -> Tensor:
    """Rotate x (..., T, D) by halves."""
    return _turn(x, torch.arange(x.shape[-2], device=x.device) + offset, base)


def rope_attention(
    q: Tensor, k: Tensor, v: Tensor, offset: int = 0, base: float = 10000.0
) -> Tensor:
    """Attend; q (..., T, D), k (..., S, D), v (..., S, E)."""
    turned_q = _turn(q, torch.arange(q.shape[-2], device=q.device), base)
    turned_k = _turn(k, torch.arange(k.shape[-2], device=k.device) - offset, base)
    scores = turned_q @ turned_k.mT / q.shape[-1] ** 0.5
    return scores.softmax(dim=-1) @ v
