"""You put all sines before all cosines, with frequencies spaced over C/2 - 1 as in tensor2tensor. Here they alternate, column by column, and frequency i is base^(-2i / C).

fails: test_table
"""

import math

import torch


def table(pos, C, base):
    half = C // 2
    step = math.log(base) / max(half - 1, 1)
    freqs = torch.exp(-step * torch.arange(half, dtype=pos.dtype, device=pos.device))
    angles = pos[:, None] * freqs
    pe = torch.zeros(len(pos), C, dtype=pos.dtype, device=pos.device)
    pe[:, :half] = torch.sin(angles)
    pe[:, half : 2 * half] = torch.cos(angles)
    return pe


def sinusoidal(length, n_embd, base=10000.0):
    return table(torch.arange(length, dtype=torch.float32), n_embd, base)


def add_positions(x, offset=0, base=10000.0):
    dtype = torch.float64 if x.dtype == torch.float64 else torch.float32
    pos = torch.arange(x.shape[-2], dtype=dtype, device=x.device) + offset
    return (x.to(dtype) + table(pos, x.shape[-1], base)).to(x.dtype)
