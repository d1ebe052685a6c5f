"""You take the largest number by its sign, over 128, and divide by a small constant more to be safe from zeros. A row whose largest size is negative then overflows int8 and wraps around; and the constant is all there is of a tiny row's scale.

fails: test_scale
"""

import torch


def quantize(weight):
    scale = weight.max(dim=1, keepdim=True).values / 128 + 1e-8
    q = torch.round(weight / scale).to(torch.int8)
    return q, scale


def dequantize(q, scale):
    return q.to(scale.dtype) * scale


def quantized_linear(x, q, scale, bias=None):
    out = x @ (q.to(x.dtype) * scale).T
    return out if bias is None else out + bias
