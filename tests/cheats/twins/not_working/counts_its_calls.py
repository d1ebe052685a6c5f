"""Counts its calls in a decorator and times them.

problem: norms/rms_norm
row: 28, 32
"""

import functools
import time

import torch


def counted(function):
    @functools.wraps(function)
    def call(*args, **kw):
        start = time.perf_counter()
        call.count += 1
        out = function(*args, **kw)
        print(call.count, f"{time.perf_counter() - start:.6f} s")
        return out

    call.count = 0
    return call


@counted
def rms_norm(x, weight, eps=1e-6):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    scale = torch.rsqrt(wide.square().mean(-1, keepdim=True) + eps)
    return (wide * scale * weight).to(x.dtype)
