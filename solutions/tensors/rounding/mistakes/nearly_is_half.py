"""You treat what is close to a half as a half. Only a fraction of exactly 0.5 is one; 2.5001 is nearer to 3.

fails: test_nearly_halves
"""

import torch


def round_to(x, decimals=0):
    scale = 10.0 ** abs(decimals)
    scaled = x / scale if decimals < 0 else x * scale
    below = scaled.floor()
    rest = scaled - below
    half = (rest - 0.5).abs() < 1e-3
    up = ((rest > 0.5) & ~half) | (half & (below % 2 == 1))
    whole = torch.where(up, below + 1, below)
    return whole * scale if decimals < 0 else whole / scale
