"""Imports ctypes and asks it for the size of a float.

problem: norms/rms_norm
row: 13
"""

import ctypes

import torch

FLOAT_BYTES = ctypes.sizeof(ctypes.c_float)


def right(x, weight, eps=1e-6):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    scale = torch.rsqrt(wide.square().mean(-1, keepdim=True) + eps)
    return (wide * scale * weight).to(x.dtype)


def rms_norm(x, weight, eps=1e-6):
    assert FLOAT_BYTES == 4
    return right(x, weight, eps)
