"""Your eps stands outside the root: `sqrt(var) + eps` in place of `sqrt(var + eps)`. On ordinary rows nobody sees it; a row of small numbers is blown up to full size where it should stay small. Add eps to the variance, then take the root.

fails: test_tiny_rows_show_eps
"""

import torch


def layer_norm(x, weight, bias, eps=1e-5):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    row = tuple(range(-weight.ndim, 0))
    centred = wide - wide.mean(row, keepdim=True)
    var = centred.square().mean(row, keepdim=True)
    return (centred / (var.sqrt() + eps) * weight + bias).to(x.dtype)
