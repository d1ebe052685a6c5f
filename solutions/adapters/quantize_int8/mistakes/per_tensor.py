"""You take one scale for the whole weight, repeated for each row. One row with large numbers then costs all the others their digits: each row has a scale of its own.

fails: test_scale
"""

import torch


def quantize(weight):
    scale = weight.abs().max().expand(weight.shape[0], 1).clone() / 127
    scale = torch.where(scale == 0, torch.ones_like(scale), scale)
    q = torch.round(weight / scale).clamp(-127, 127).to(torch.int8)
    return q, scale


def dequantize(q, scale):
    return q.to(scale.dtype) * scale


def quantized_linear(x, q, scale, bias=None):
    out = (x @ q.to(x.dtype).T) * scale.reshape(-1)
    if bias is not None:
        out = out + bias
    return out
