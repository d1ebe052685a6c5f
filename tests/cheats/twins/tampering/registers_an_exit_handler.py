"""Registers a harmless exit handler and a signal handler.

problem: norms/rms_norm
row: 6
"""

import atexit
import signal

import torch

atexit.register(print, "done")
signal.signal(signal.SIGTERM, signal.SIG_DFL)


def rms_norm(x, weight, eps=1e-6):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    scale = torch.rsqrt(wide.square().mean(-1, keepdim=True) + eps)
    return (wide * scale * weight).to(x.dtype)
