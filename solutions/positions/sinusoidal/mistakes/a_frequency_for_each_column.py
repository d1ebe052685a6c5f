"""You give every column a frequency of its own, base^(-j / C) for column j. Columns 2i and 2i + 1 share one, that of the even column; only then is a shift in position a rotation of the pair.

fails: test_table
"""

import torch


def table(pos, C, base):
    col = torch.arange(C, dtype=pos.dtype, device=pos.device)
    angles = pos[:, None] * base ** (-col / C)
    return torch.where(col % 2 == 0, angles.sin(), angles.cos())


def sinusoidal(length, n_embd, base=10000.0):
    return table(torch.arange(length, dtype=torch.float32), n_embd, base)


def add_positions(x, offset=0, base=10000.0):
    dtype = torch.float64 if x.dtype == torch.float64 else torch.float32
    pos = torch.arange(x.shape[-2], dtype=dtype, device=x.device) + offset
    return (x.to(dtype) + table(pos, x.shape[-1], base)).to(x.dtype)
