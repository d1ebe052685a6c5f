"""Reads its own file, as tools that compile a function do.

problem: norms/rms_norm
row: 18
"""

from pathlib import Path

import torch

LINES = len(Path(__file__).read_text().splitlines())


def rms_norm(x, weight, eps=1e-6):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    scale = torch.rsqrt(wide.square().mean(-1, keepdim=True) + eps)
    return (wide * scale * weight).to(x.dtype)
