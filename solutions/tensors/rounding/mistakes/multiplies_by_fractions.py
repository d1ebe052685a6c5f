"""You multiply by `10.0**decimals` for negative decimals, too. 0.001 is no binary fraction, so 6500 * 0.001 is a little more than 6.5 in float32 and goes up to 7, where a half goes to 6; and 2 / 0.001 is 1999.9999. Divide by 1000, which is exact.

fails: test_many_halves[-3-torch.float32]
"""

import torch


def round_to(x, decimals=0):
    scale = 10.0**decimals
    scaled = x * scale
    below = scaled.floor()
    rest = scaled - below
    up = (rest > 0.5) | ((rest == 0.5) & (below % 2 == 1))
    whole = torch.where(up, below + 1, below)
    return whole / scale
