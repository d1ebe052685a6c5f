"""You round halves up, as school does. Every half then moves in the same direction and means drift upwards. Here a half goes to its even neighbour: 0.5 to 0, 2.5 to 2.

fails: test_halves
"""

import torch


def round_to(x, decimals=0):
    scale = 10.0 ** abs(decimals)
    scaled = x / scale if decimals < 0 else x * scale
    below = scaled.floor()
    rest = scaled - below
    up = rest >= 0.5
    whole = torch.where(up, below + 1, below)
    return whole * scale if decimals < 0 else whole / scale
