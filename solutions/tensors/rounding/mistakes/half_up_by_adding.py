"""You add 0.5 and take the floor. That rounds halves up instead of to even, and more: the addition itself rounds, so the largest float below 0.5 becomes 1, and odd numbers above 2**23 change. Compare the fraction with 0.5 instead.

fails: test_halves
"""

import torch


def round_to(x, decimals=0):
    scale = 10.0 ** abs(decimals)
    scaled = x / scale if decimals < 0 else x * scale
    below = scaled.floor()
    rest = scaled - below
    up = (rest > 0.5) | ((rest == 0.5) & (below % 2 == 1))
    whole = (scaled + 0.5).floor()
    return whole * scale if decimals < 0 else whole / scale
