"""You cast everything to float32, float64 too. The dtype of the result is right and half of its digits are lost. Widen half precision only.

fails: test_values_float64
"""

import torch


def stable_softmax(x, dim=-1):
    wide = x.float()
    exps = (wide - wide.amax(dim, keepdim=True)).exp()
    return (exps / exps.sum(dim, keepdim=True)).to(x.dtype)
