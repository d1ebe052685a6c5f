"""You round a detached copy, so the result has no graph and `backward` raises where it should find zeros. The floor has a gradient, and it is 0.

fails: test_gradients
"""

import torch


def round_to(x, decimals=0):
    x = x.detach()
    scale = 10.0 ** abs(decimals)
    scaled = x / scale if decimals < 0 else x * scale
    below = scaled.floor()
    rest = scaled - below
    up = (rest > 0.5) | ((rest == 0.5) & (below % 2 == 1))
    whole = torch.where(up, below + 1, below)
    return whole * scale if decimals < 0 else whole / scale
