"""You divide the largest size by 255, the number of steps from one end to the other. The largest size is HALF of that range, 127 steps; with yours, everything above half of it is cut off.

fails: test_scale
"""

import torch


def quantize(weight):
    scale = weight.abs().max(dim=1, keepdim=True).values / 255
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
