"""You map the smallest number of a row to -127 and the largest to 127. That is asymmetric quantization, and its zero point would have to be kept as well; here zero stays zero.

fails: test_scale
"""

import torch


def quantize(weight):
    scale = (weight.max(dim=1, keepdim=True).values - weight.min(dim=1, keepdim=True).values) / 254
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
