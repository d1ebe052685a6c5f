"""You take one scale for each COLUMN, an input channel. Such a scale changes along the sum, so that it cannot be applied to the result; and dequantizing with a row's scale by it fails or, on a square weight, is silently wrong. The maximum runs over dim=1.

fails: test_shape
"""

import torch


def quantize(weight):
    scale = weight.abs().amax(dim=0, keepdim=True) / 127
    scale = torch.where(scale == 0, torch.ones_like(scale), scale)
    q = torch.round(weight / scale).to(torch.int8)
    return q, scale


def dequantize(q, scale):
    return q.to(scale.dtype) * scale.reshape(1, -1)


def quantized_linear(x, q, scale, bias=None):
    out = (x * scale.reshape(-1)) @ q.to(x.dtype).T
    return out if bias is None else out + bias
