"""You take the largest number and not the largest size. In a row whose largest size is negative everything beyond -127 is cut off: take `abs()` first.

fails: test_scale
"""

import torch


def quantize(weight):
    scale = weight.max(dim=1, keepdim=True).values / 127
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
