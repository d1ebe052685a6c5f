"""Compares its result with another way of computing it, and asserts.

problem: norms/rms_norm
row: 1
"""

import torch


def right(x, weight, eps=1e-6):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    scale = torch.rsqrt(wide.square().mean(-1, keepdim=True) + eps)
    return (wide * scale * weight).to(x.dtype)


def rms_norm(x, weight, eps=1e-6):
    out = right(x, weight, eps)
    if x.dtype == torch.float64:
        other = x / (x.square().mean(-1, keepdim=True) + eps).sqrt() * weight
        assert torch.allclose(out, other)
        torch.testing.assert_close(out, other)
    return out
