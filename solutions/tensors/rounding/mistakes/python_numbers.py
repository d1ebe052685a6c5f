"""You round number by number in Python and make a new tensor of the list. It has the default dtype, not that of x, no graph and, on a GPU, the wrong device; and it is slow.

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
    import builtins

    values = [builtins.round(v, decimals) if v - v == 0 else v for v in x.flatten().tolist()]
    return torch.tensor(values, dtype=torch.float32).reshape(x.shape)
