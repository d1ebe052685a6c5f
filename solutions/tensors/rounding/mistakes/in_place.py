"""You scale or round x in place (`mul_`, `floor_`), so the caller's tensor is overwritten.

fails: test_leaves_x_alone
"""

import torch


def round_to(x, decimals=0):
    scale = 10.0 ** abs(decimals)
    scaled = x / scale if decimals < 0 else x * scale
    below = scaled.floor()
    rest = scaled - below
    up = (rest > 0.5) | ((rest == 0.5) & (below % 2 == 1))
    whole = torch.where(up, below + 1, below)
    result = whole * scale if decimals < 0 else whole / scale
    return result if x.requires_grad else x.copy_(result)
