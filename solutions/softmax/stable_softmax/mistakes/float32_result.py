"""You compute in float32, which is right for half precision, and return float32, which is not: the result must come back in the dtype of x.

fails: test_keeps_dtype
"""

import torch


def stable_softmax(x, dim=-1):
    wide = x.float()
    exps = (wide - wide.amax(dim, keepdim=True)).exp()
    return exps / exps.sum(dim, keepdim=True)
