"""Redirects its output into a buffer of its own for a while, and writes to the plain descriptor.

problem: norms/rms_norm
row: 7, 8
"""

import contextlib
import io
import os

import torch


def rms_norm(x, weight, eps=1e-6):
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        print(x)
        wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
        scale = torch.rsqrt(wide.square().mean(-1, keepdim=True) + eps)
    os.write(1, b"done\n")
    return (wide * scale * weight).to(x.dtype)
