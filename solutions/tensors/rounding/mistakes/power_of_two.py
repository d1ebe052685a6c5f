"""You scale by `10 ^ decimals`, which in Python is a bitwise exclusive or, or by another power than that of ten. Decimals are powers of ten: `10.0**decimals`.

fails: test_values
"""

import torch


def round_to(x, decimals=0):
    scale = float(10 ^ abs(decimals)) if decimals else 1.0
    scaled = x / scale if decimals < 0 else x * scale
    below = scaled.floor()
    rest = scaled - below
    up = (rest > 0.5) | ((rest == 0.5) & (below % 2 == 1))
    whole = torch.where(up, below + 1, below)
    return whole * scale if decimals < 0 else whole / scale
