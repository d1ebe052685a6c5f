"""Seeds torch's generator at import and draws from it.

problem: norms/rms_norm
row: 21, 48
"""

import random

import numpy as np
import torch

torch.manual_seed(0)
np.random.seed(0)
random.seed(0)
print(torch.rand(2), np.random.rand(2), random.random())


def rms_norm(x, weight, eps=1e-6):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    scale = torch.rsqrt(wide.square().mean(-1, keepdim=True) + eps)
    return (wide * scale * weight).to(x.dtype)
