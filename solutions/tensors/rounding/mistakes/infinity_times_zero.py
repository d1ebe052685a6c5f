"""You build the result as the floor plus a product that is 0 where nothing is to be added. inf minus its floor is NaN, and NaN times 0 is NaN, so infinities become NaN. Choose with `where` or a comparison.

fails: test_not_finite
"""

import torch


def round_to(x, decimals=0):
    scale = 10.0 ** abs(decimals)
    scaled = x / scale if decimals < 0 else x * scale
    below = scaled.floor()
    rest = scaled - below
    up = (rest > 0.5) | ((rest == 0.5) & (below % 2 == 1))
    whole = below + rest * 0 + up.to(x.dtype)
    return whole * scale if decimals < 0 else whole / scale
