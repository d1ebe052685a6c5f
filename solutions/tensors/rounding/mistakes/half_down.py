"""You round halves down: a fraction of exactly 0.5 never goes up. It does where the number below is odd: 1.5 to 2.

fails: test_halves
"""

import torch


def round_to(x, decimals=0):
    scale = 10.0 ** abs(decimals)
    scaled = x / scale if decimals < 0 else x * scale
    below = scaled.floor()
    rest = scaled - below
    up = rest > 0.5
    whole = torch.where(up, below + 1, below)
    return whole * scale if decimals < 0 else whole / scale
