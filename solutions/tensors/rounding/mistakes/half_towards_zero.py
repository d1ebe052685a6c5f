"""You round halves towards zero: 1.5 to 1 and -1.5 to -1. They go to the even neighbour, 2 and -2.

fails: test_halves
"""

import torch


def round_to(x, decimals=0):
    scale = 10.0 ** abs(decimals)
    scaled = x / scale if decimals < 0 else x * scale
    below = scaled.floor()
    rest = scaled - below
    up = (rest > 0.5) | ((rest == 0.5) & (below < 0))
    whole = torch.where(up, below + 1, below)
    return whole * scale if decimals < 0 else whole / scale
