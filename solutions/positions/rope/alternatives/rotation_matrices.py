"""One D x D rotation matrix a position, applied under einsum."""

import torch
from torch import Tensor


def _rotations(position: Tensor, features: int, base: float) -> Tensor:
    """Return the matrices (T, D, D) of the given positions (T,)."""
    half = features // 2
    matrix = position.new_zeros(len(position), features, features)
    for i in range(half):
        angle = position * base ** (-2 * i / features)
        matrix[:, i, i] = matrix[:, i + half, i + half] = angle.cos()
        matrix[:, i, i + half] = -angle.sin()
        matrix[:, i + half, i] = angle.sin()
    return matrix


def rope(x: Tensor, offset: int = 0, base: float = 10000.0) -> Tensor:
    """Rotate x (..., T, D) by halves."""
    tokens, features = x.shape[-2:]
    if features % 2:
        raise ValueError("D must be even")
    wide = x.double() if x.dtype == torch.float64 else x.float()
    position = torch.arange(tokens, device=x.device).to(wide.dtype) + offset
    matrix = _rotations(position, features, base)
    return torch.einsum("tij,...tj->...ti", matrix, wide).to(x.dtype)


def rope_attention(
    q: Tensor, k: Tensor, v: Tensor, offset: int = 0, base: float = 10000.0
) -> Tensor:
    """Attend; q (..., T, D), k (..., S, D), v (..., S, E)."""
    scores = rope(q, offset, base) @ rope(k, 0, base).mT
    return torch.softmax(scores * q.shape[-1] ** -0.5, dim=-1) @ v
