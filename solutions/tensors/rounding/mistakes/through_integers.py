"""You go through int64 to cut off the fraction. Numbers beyond 2**63, infinities and NaN have no integer and come out as nonsense. `floor` stays in floats and knows them.

fails: test_no_fraction
"""

import torch


def round_to(x, decimals=0):
    scale = 10.0 ** abs(decimals)
    scaled = x / scale if decimals < 0 else x * scale
    below = scaled.floor().detach().long().to(x.dtype) + scaled.floor() * 0
    rest = scaled - below
    up = (rest > 0.5) | ((rest == 0.5) & (below % 2 == 1))
    whole = torch.where(up, below + 1, below)
    return whole * scale if decimals < 0 else whole / scale
