"""You add 0.5 and cut the fraction off. For negative numbers cutting off rounds towards zero, so -1.7 becomes -1. Use the floor, which goes down for both signs.

fails: test_values
"""

import torch


def round_to(x, decimals=0):
    scale = 10.0 ** abs(decimals)
    scaled = x / scale if decimals < 0 else x * scale
    below = scaled.floor()
    rest = scaled - below
    up = (rest > 0.5) | ((rest == 0.5) & (below % 2 == 1))
    whole = (scaled + 0.5).trunc()
    return whole * scale if decimals < 0 else whole / scale
