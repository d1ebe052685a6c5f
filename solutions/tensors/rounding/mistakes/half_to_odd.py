"""You send halves to the odd neighbour. The number below has to be ODD for a half to go up, so that it arrives at an even one.

fails: test_halves
"""

import torch


def round_to(x, decimals=0):
    scale = 10.0 ** abs(decimals)
    scaled = x / scale if decimals < 0 else x * scale
    below = scaled.floor()
    rest = scaled - below
    up = (rest > 0.5) | ((rest == 0.5) & (below % 2 == 0))
    whole = torch.where(up, below + 1, below)
    return whole * scale if decimals < 0 else whole / scale
