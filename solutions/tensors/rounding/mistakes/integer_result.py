"""You return integers where there are no decimals. The result keeps the dtype of x.

fails: test_keeps_dtype
"""

import torch


def round_to(x, decimals=0):
    scale = 10.0 ** abs(decimals)
    scaled = x / scale if decimals < 0 else x * scale
    below = scaled.floor()
    rest = scaled - below
    up = (rest > 0.5) | ((rest == 0.5) & (below % 2 == 1))
    whole = torch.where(up, below + 1, below)
    return whole.long() if decimals == 0 else (whole * scale if decimals < 0 else whole / scale)
