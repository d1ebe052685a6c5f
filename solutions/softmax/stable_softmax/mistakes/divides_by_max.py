"""You divide by the largest exponential instead of their sum: the most likely place always gets 1 and nothing sums to one.

fails: test_values
"""

import torch


def stable_softmax(x, dim=-1):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    exps = (wide - wide.amax(dim, keepdim=True)).exp()
    return (exps / exps.amax(dim, keepdim=True)).to(x.dtype)
