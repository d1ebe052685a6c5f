"""You compute in the dtype of x. In float16 a deviation above 255 squares to infinity and the row collapses to the bias; in bfloat16 every step rounds to 8 bits. Cast half precision to float32 first and cast the result back.

fails: test_half_is_computed_in_float32
"""

import torch


def layer_norm(x, weight, bias, eps=1e-5):
    wide = x
    row = tuple(range(-weight.ndim, 0))
    centred = wide - wide.mean(row, keepdim=True)
    var = centred.square().mean(row, keepdim=True)
    return (centred / torch.sqrt(var + eps) * weight + bias).to(x.dtype)
