"""Your gradient passes through as if nothing had been rounded. That is the straight-through estimator, a trick of quantised training; the gradient of rounding itself is 0.

fails: test_gradients
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
    return x + (result - x).detach() if x.requires_grad else result
