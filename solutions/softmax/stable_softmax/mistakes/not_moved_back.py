"""You move `dim` to the end to work on it and never move it back, so the result has its dimensions in another order.

fails: test_shape
"""

import torch


def stable_softmax(x, dim=-1):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    wide, dim = wide.movedim(dim, -1), -1
    exps = (wide - wide.amax(dim, keepdim=True)).exp()
    return (exps / exps.sum(dim, keepdim=True)).to(x.dtype)
