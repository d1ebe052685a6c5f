"""You ask whether `fmod(2)` is 1. For a negative odd number it is -1, so its halves go to the wrong side. `%` takes the sign of the divisor and is 1 for odd numbers of both signs.

fails: test_negative_halves
"""

import torch


def round_to(x, decimals=0):
    scale = 10.0 ** abs(decimals)
    scaled = x / scale if decimals < 0 else x * scale
    below = scaled.floor()
    rest = scaled - below
    up = (rest > 0.5) | ((rest == 0.5) & (below.fmod(2) == 1))
    whole = torch.where(up, below + 1, below)
    return whole * scale if decimals < 0 else whole / scale
