"""You divide the caller's weight by the scales in place. It is then in units of its scales, for everybody who shares it.

fails: test_leaves_arguments_alone
"""

import torch


def quantize(weight):
    scale = weight.abs().max(dim=1, keepdim=True).values / 127
    scale = torch.where(scale == 0, torch.ones_like(scale), scale)
    q = torch.round(weight.div_(scale)).clamp(-127, 127).to(torch.int8)
    return q, scale


def dequantize(q, scale):
    return q.to(scale.dtype) * scale


def quantized_linear(x, q, scale, bias=None):
    out = (x @ q.to(x.dtype).T) * scale.reshape(-1)
    if bias is not None:
        out = out + bias
    return out
