"""You treat negative decimals like positive ones. -2 rounds to multiples of a hundred: divide before rounding, multiply after.

fails: test_values
"""

import torch


def round_to(x, decimals=0):
    scale = 10.0 ** abs(decimals)
    decimals = abs(decimals)
    scaled = x / scale if decimals < 0 else x * scale
    below = scaled.floor()
    rest = scaled - below
    up = (rest > 0.5) | ((rest == 0.5) & (below % 2 == 1))
    whole = torch.where(up, below + 1, below)
    return whole * scale if decimals < 0 else whole / scale
