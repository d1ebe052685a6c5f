"""You subtract the maximum from x in place, so the caller's scores are overwritten. Attention that reuses its scores, or a residual around this, then goes wrong far from here.

fails: test_leaves_x_alone
"""

import torch


def stable_softmax(x, dim=-1):
    if x.dtype in (torch.float16, torch.bfloat16) or x.requires_grad:
        wide = x.float() if x.dtype.itemsize < 4 else x
        wide = wide - wide.amax(dim, keepdim=True)
    else:
        wide = x.sub_(x.amax(dim, keepdim=True))
    exps = wide.exp()
    return (exps / exps.sum(dim, keepdim=True)).to(x.dtype)
