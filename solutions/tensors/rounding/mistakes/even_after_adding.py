"""You add 0.5, take the floor, and mend the halves afterwards. The addition itself rounds: the largest float below 0.5 plus 0.5 is 1, and an odd number above 2**23 becomes even. Compare the fraction with 0.5 instead.

fails: test_nearly_halves
"""

import torch


def round_to(x, decimals=0):
    scale = 10.0 ** abs(decimals)
    scaled = x / scale if decimals < 0 else x * scale
    below = scaled.floor()
    rest = scaled - below
    up = (rest > 0.5) | ((rest == 0.5) & (below % 2 == 1))
    whole = (scaled + 0.5).floor()
    whole = whole - ((rest == 0.5) & (whole % 2 == 1)).to(x.dtype)
    return whole * scale if decimals < 0 else whole / scale
