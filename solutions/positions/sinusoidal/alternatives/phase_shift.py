"""One sine for all columns: a cosine is a sine a quarter turn ahead."""

import math

import torch
from torch import Tensor


def _rows(position: Tensor, width: int, base: float) -> Tensor:
    """Return the rows at the given positions; computed in float64, where there is room."""
    column = torch.arange(width, dtype=torch.float64)
    frequency = base ** (-(column - column % 2) / width)
    phase = (column % 2) * (math.pi / 2)
    return torch.sin(position.double()[:, None] * frequency + phase)


def sinusoidal(length: int, n_embd: int, base: float = 10000.0) -> Tensor:
    """Return the table (T, C)."""
    return _rows(torch.arange(length), n_embd, base).float()


def add_positions(x: Tensor, offset: int = 0, base: float = 10000.0) -> Tensor:
    """Add the table to x (..., T, C)."""
    dtype = torch.promote_types(x.dtype, torch.float32)
    rows = _rows(offset + torch.arange(x.shape[-2]), x.shape[-1], base)
    return (x.to(dtype) + rows.to(x.device, dtype)).to(x.dtype)
