"""For an odd width you space the frequencies as for the even one below: your exponent is -2i / (C - 1), so the last sine has a wavelength that no column should have. The width in the exponent is C itself, odd or not.

fails: test_odd_width
"""

import torch


def table(pos, C, base):
    even = max(C - C % 2, 1)
    freqs = base ** (-torch.arange(0, C, 2, dtype=pos.dtype, device=pos.device) / even)
    angles = pos[:, None] * freqs
    pe = torch.zeros(len(pos), C, dtype=pos.dtype, device=pos.device)
    pe[:, 0::2] = torch.sin(angles)
    pe[:, 1::2] = torch.cos(angles)[:, : C // 2]
    return pe


def sinusoidal(length, n_embd, base=10000.0):
    pos = torch.arange(length, dtype=torch.float32)
    return table(pos, n_embd, base)


def add_positions(x, offset=0, base=10000.0):
    dtype = torch.float64 if x.dtype == torch.float64 else torch.float32
    T, C = x.shape[-2:]
    pos = torch.arange(T, dtype=dtype, device=x.device) + offset
    pe = table(pos, C, base)
    out = x.to(dtype) + pe
    return out.to(x.dtype)
