"""Your layer dequantizes the whole weight and multiplies then: O x I products with the scales where O would do, and they are as many as the product of one row has. A row's scale is a common factor of its sum: apply it to the result.

fails: test_scales_the_results
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
    out = x @ dequantize(q, scale).T
    if bias is not None:
        out = out + bias
    return out
