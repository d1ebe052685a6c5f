"""You take the floor, which rounds down always: 1.9 becomes 1 and -1.1 becomes -2.

fails: test_values
"""

import torch


def round_to(x, decimals=0):
    scale = 10.0 ** abs(decimals)
    scaled = x / scale if decimals < 0 else x * scale
    below = scaled.floor()
    rest = scaled - below
    up = (rest > 0.5) | ((rest == 0.5) & (below % 2 == 1))
    whole = below
    return whole * scale if decimals < 0 else whole / scale
