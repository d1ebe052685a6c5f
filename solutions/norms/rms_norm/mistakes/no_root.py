"""You divide by the mean square itself and never take its root, so a row of twos comes out as halves: scaling the input by ten scales your output down by ten.

fails: test_values
"""

import torch


def rms_norm(x, weight, eps=1e-6):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    return (wide / (wide.square().mean(-1, keepdim=True) + eps) * weight).to(x.dtype)
