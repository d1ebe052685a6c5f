"""The sigmoid as a shifted tanh, the halves as a dimension of their own."""

import torch
from torch import Tensor


def swiglu(x: Tensor) -> Tensor:
    """Gate by a * (1 + tanh(a / 2)) / 2; x (..., 2C)."""
    a, b = pairs(x).unbind(-2)
    return (a * (1 + torch.tanh(a / 2)) / 2 * b).to(x.dtype)


def swiglu_backward(grad_out: Tensor, x: Tensor) -> Tensor:
    """Multiply grad_out (..., C) by the slopes (..., 2, C) of both halves; x (..., 2C)."""
    a, b = pairs(x).unbind(-2)
    t = torch.tanh(a / 2)
    gate = (1 + t) / 2
    slopes = torch.stack([b * (gate + a * (1 - t * t) / 4), a * gate], dim=-2)
    return (slopes * grad_out.unsqueeze(-2)).flatten(-2).to(x.dtype)


def pairs(x: Tensor) -> Tensor:
    """Return x (..., 2C) as (..., 2, C), in float32 at least."""
    half, rest = divmod(x.shape[-1], 2)
    if rest:
        raise ValueError("an odd number of features")
    return x.to(torch.promote_types(x.dtype, torch.float32)).unflatten(-1, (2, half))
