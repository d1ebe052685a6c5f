"""You take one scale for the whole weight, and cast to int8 without rounding. One large number then costs all rows their digits, and the cast cuts fractions off, towards zero, an error of up to a whole step.

fails: test_shape
"""

import torch


def quantize(weight):
    scale = weight.abs().max() / 127
    q = (weight / scale).to(torch.int8)
    return q, scale.reshape(1, 1)


def dequantize(q, scale):
    return q.to(scale.dtype) * scale


def quantized_linear(x, q, scale, bias=None):
    out = x @ dequantize(q, scale).T
    return out if bias is None else out + bias
