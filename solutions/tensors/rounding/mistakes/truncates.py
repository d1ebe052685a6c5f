"""You cut the fraction off (`trunc`, or a conversion to int). That is rounding towards zero: 1.9 becomes 1.

fails: test_values
"""

import torch


def round_to(x, decimals=0):
    scale = 10.0 ** abs(decimals)
    scaled = x / scale if decimals < 0 else x * scale
    below = scaled.floor()
    rest = scaled - below
    up = (rest > 0.5) | ((rest == 0.5) & (below % 2 == 1))
    whole = scaled.trunc()
    return whole * scale if decimals < 0 else whole / scale
