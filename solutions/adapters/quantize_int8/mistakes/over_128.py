"""You divide by 128. The largest number of a row then lands on 128, which int8 does not have. The symmetric range ends at 127.

fails: test_scale
"""

import torch


def quantize(weight):
    scale = weight.abs().max(dim=1, keepdim=True).values / 128
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
