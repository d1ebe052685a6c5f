"""You replace what is not finite by numbers. Rounding leaves infinities and NaN what they are, or nobody notices that something went wrong before.

fails: test_not_finite
"""

import torch


def round_to(x, decimals=0):
    scale = 10.0 ** abs(decimals)
    scaled = x / scale if decimals < 0 else x * scale
    below = scaled.floor()
    rest = scaled - below
    up = (rest > 0.5) | ((rest == 0.5) & (below % 2 == 1))
    whole = torch.where(up, below + 1, below)
    whole = whole.nan_to_num()
    return whole * scale if decimals < 0 else whole / scale
