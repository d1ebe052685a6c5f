"""Sines are written into the even columns of an empty table, cosines into the odd ones."""

import math

import torch
from torch import Tensor


def _rows(start: int, count: int, width: int, base: float, dtype: torch.dtype) -> Tensor:
    """Return the rows start, start + 1, ... of the table."""
    position = torch.arange(start, start + count, dtype=dtype).unsqueeze(1)
    frequency = torch.exp(torch.arange(0, width, 2, dtype=dtype) * (-math.log(base) / width))
    table = torch.empty(count, width, dtype=dtype)
    table[:, 0::2] = torch.sin(position * frequency)
    table[:, 1::2] = torch.cos(position * frequency[: width // 2])
    return table


def sinusoidal(length: int, n_embd: int, base: float = 10000.0) -> Tensor:
    """Return the table (T, C)."""
    return _rows(0, length, n_embd, base, torch.float32)


def add_positions(x: Tensor, offset: int = 0, base: float = 10000.0) -> Tensor:
    """Add the table to x (..., T, C)."""
    dtype = torch.promote_types(x.dtype, torch.float32)
    rows = _rows(offset, x.shape[-2], x.shape[-1], base, dtype)
    return (x.to(dtype) + rows.to(x.device)).to(x.dtype)
