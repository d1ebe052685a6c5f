"""You hold the scale at 1e-8 or above, so that nothing is divided by zero. Rows of small numbers then lose their digits, or vanish, and a row of zeros has another scale than 1. Look for zeros themselves.

fails: test_rows_of_any_size
"""

import torch


def quantize(weight):
    scale = weight.abs().max(dim=1, keepdim=True).values / 127
    zero = scale == 0
    scale = scale.clamp(min=1e-8)
    scale = torch.where(zero, torch.ones_like(scale), scale)
    q = torch.round(weight / scale).clamp(-127, 127).to(torch.int8)
    return q, scale


def dequantize(q, scale):
    return q.to(scale.dtype) * scale


def quantized_linear(x, q, scale, bias=None):
    out = (x @ q.to(x.dtype).T) * scale.reshape(-1)
    if bias is not None:
        out = out + bias
    return out
