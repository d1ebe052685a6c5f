"""A pair is a complex number, and a rotation a product with exp(i * angle)."""

import torch
from torch import Tensor


def rope(x: Tensor, offset: int = 0, base: float = 10000.0) -> Tensor:
    """Rotate x (..., T, D) by halves."""
    tokens, features = x.shape[-2:]
    if features % 2 != 0:
        raise ValueError("D must be even")
    wide = x.to(torch.promote_types(x.dtype, torch.float32))
    exponent = torch.arange(0, features, 2, dtype=wide.dtype, device=x.device) / features
    steps = torch.arange(tokens, dtype=wide.dtype, device=x.device) + offset
    angle = torch.outer(steps, 1.0 / base**exponent)
    turn = torch.polar(torch.ones_like(angle), angle)
    half = features // 2
    turned = torch.complex(wide[..., :half], wide[..., half:]) * turn
    return torch.cat([turned.real, turned.imag], dim=-1).to(x.dtype)


def rope_attention(
    q: Tensor, k: Tensor, v: Tensor, offset: int = 0, base: float = 10000.0
) -> Tensor:
    """Attend; q (..., T, D), k (..., S, D), v (..., S, E)."""
    scores = torch.einsum("...td,...sd->...ts", rope(q, offset, base), rope(k, 0, base))
    weights = torch.softmax(scores / q.shape[-1] ** 0.5, dim=-1)
    return torch.einsum("...ts,...se->...te", weights, v)
