"""You take `dim` as an argument and always work along the last dimension. Along any other one the results then do not sum to one.

fails: test_values
"""

import torch


def stable_softmax(x, dim=-1):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    dim = -1
    exps = (wide - wide.amax(dim, keepdim=True)).exp()
    return (exps / exps.sum(dim, keepdim=True)).to(x.dtype)
