"""You divide by `10.0**-decimals` for positive decimals, too. 0.1 is no binary fraction, so what is a half after a multiplication by 10 often is none after a division by 0.1, and goes to the wrong side. Multiply by 10, which is exact.

fails: test_many_halves[1-torch.float64]
"""

import torch


def round_to(x, decimals=0):
    scale = 10.0**-decimals
    scaled = x / scale
    below = scaled.floor()
    rest = scaled - below
    up = (rest > 0.5) | ((rest == 0.5) & (below % 2 == 1))
    whole = torch.where(up, below + 1, below)
    return whole * scale
