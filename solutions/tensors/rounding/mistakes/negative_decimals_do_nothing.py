"""You scale for positive decimals only, so with negative ones you round to whole numbers.

fails: test_values
"""

import torch


def round_to(x, decimals=0):
    scale = 10.0 ** abs(decimals)
    scale = 1.0 if decimals < 0 else scale
    scaled = x / scale if decimals < 0 else x * scale
    below = scaled.floor()
    rest = scaled - below
    up = (rest > 0.5) | ((rest == 0.5) & (below % 2 == 1))
    whole = torch.where(up, below + 1, below)
    return whole * scale if decimals < 0 else whole / scale
