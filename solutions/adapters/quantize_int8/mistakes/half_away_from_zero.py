"""You round halves away from zero. `torch.round` takes the even neighbour.

fails: test_halves
"""

import torch


def quantize(weight):
    scale = weight.abs().max(dim=1, keepdim=True).values / 127
    scale = torch.where(scale == 0, torch.ones_like(scale), scale)
    q = (
        (torch.sign(weight) * torch.floor((weight / scale).abs() + 0.5))
        .clamp(-127, 127)
        .to(torch.int8)
    )
    return q, scale


def dequantize(q, scale):
    return q.to(scale.dtype) * scale


def quantized_linear(x, q, scale, bias=None):
    out = (x @ q.to(x.dtype).T) * scale.reshape(-1)
    if bias is not None:
        out = out + bias
    return out
