"""Your variance divides by C - 1, as `torch.var` does unless told otherwise. LayerNorm describes the row itself and estimates nothing, so it divides by C; your rows come out too small, by a factor that only wide rows hide, and a row of one element is NaN. Pass `correction=0` (or `unbiased=False`).

fails: test_row_of_two
"""

import torch


def layer_norm(x, weight, bias, eps=1e-5):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    row = tuple(range(-weight.ndim, 0))
    centred = wide - wide.mean(row, keepdim=True)
    var = wide.var(row, keepdim=True)
    return (centred / torch.sqrt(var + eps) * weight + bias).to(x.dtype)
