"""You take `eps` as an argument and add a constant of your own, so whatever the caller passes has no effect.

fails: test_tiny_rows_show_eps
"""

import torch


def layer_norm(x, weight, bias, eps=1e-5):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    row = tuple(range(-weight.ndim, 0))
    centred = wide - wide.mean(row, keepdim=True)
    var = centred.square().mean(row, keepdim=True)
    return (centred / torch.sqrt(var + 1e-5) * weight + bias).to(x.dtype)
