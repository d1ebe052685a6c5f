"""You round in float32 and cast back. float32 has seven digits, so eight decimals of a float64 are lost.

fails: test_values_float64
"""

import torch


def round_to(x, decimals=0):
    scale = 10.0 ** abs(decimals)
    given, x = x.dtype, x.float()
    scaled = x / scale if decimals < 0 else x * scale
    below = scaled.floor()
    rest = scaled - below
    up = (rest > 0.5) | ((rest == 0.5) & (below % 2 == 1))
    whole = torch.where(up, below + 1, below)
    return (whole * scale if decimals < 0 else whole / scale).to(given)
