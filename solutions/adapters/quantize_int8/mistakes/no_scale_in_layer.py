"""Your layer multiplies by the integers and forgets the scales.

fails: test_layer
"""

import torch


def quantize(weight):
    scale = weight.abs().max(dim=1, keepdim=True).values / 127
    scale = torch.where(scale == 0, torch.ones_like(scale), scale)
    q = torch.round(weight / scale).clamp(-127, 127).to(torch.int8)
    return q, scale


def dequantize(q, scale):
    return q.to(scale.dtype) * scale


def quantized_linear(x, q, scale, bias=None):
    out = x @ q.to(x.dtype).T
    if bias is not None:
        out = out + bias
    return out
