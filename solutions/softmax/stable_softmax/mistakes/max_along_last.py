"""Your sum runs along `dim`, but your maximum always runs along the last dimension. Elements of one slice are then shifted by different amounts, and the shift no longer cancels. Both reductions belong on the same dimension.

fails: test_values
"""

import torch


def stable_softmax(x, dim=-1):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    exps = (wide - wide.amax(-1, keepdim=True)).exp()
    return (exps / exps.sum(dim, keepdim=True)).to(x.dtype)
