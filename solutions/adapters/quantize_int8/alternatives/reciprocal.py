"""Multiply by 127 over the largest number; einsum, and the bias by addition in place."""

import torch
from torch import Tensor


def quantize(weight: Tensor) -> tuple[Tensor, Tensor]:
    """Stretch each row to 127."""
    largest = torch.maximum(weight.max(1).values, -weight.min(1).values).unsqueeze(1)
    zero = largest == 0
    stretched = weight / largest.masked_fill(zero, 1.0) * 127
    q = torch.clamp(torch.round(stretched), -127, 127).char()
    return q, (largest / 127).masked_fill(zero, 1.0)


def dequantize(q: Tensor, scale: Tensor) -> Tensor:
    """Scale the rows by name."""
    return torch.einsum("oi,o->oi", q.to(scale.dtype), scale[:, 0])


def quantized_linear(x: Tensor, q: Tensor, scale: Tensor, bias: Tensor | None = None) -> Tensor:
    """Sum over i, then scale."""
    out = torch.einsum("...i,oi->...o", x, q.to(x.dtype)).mul(scale.view(-1))
    if bias is not None:
        out += bias
    return out
