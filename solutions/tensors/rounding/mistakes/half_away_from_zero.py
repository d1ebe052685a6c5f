"""You round halves away from zero, as C's `round` does: 2.5 to 3 and -2.5 to -3. That is symmetric, yet it makes numbers larger on average. Halves go to the even neighbour.

fails: test_halves
"""

import torch


def round_to(x, decimals=0):
    scale = 10.0 ** abs(decimals)
    scaled = x / scale if decimals < 0 else x * scale
    below = scaled.floor()
    rest = scaled - below
    up = (rest > 0.5) | ((rest == 0.5) & (below >= 0))
    whole = torch.where(up, below + 1, below)
    return whole * scale if decimals < 0 else whole / scale
