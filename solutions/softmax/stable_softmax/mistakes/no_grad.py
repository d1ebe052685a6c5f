"""You compute under `torch.no_grad()`, or on `x.data`, so the result has no history and nothing before it can learn. The maximum may do without a graph; the exponentials and the sum may not.

fails: test_gradients
"""

import torch


def stable_softmax(x, dim=-1):
    x = x.detach()
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    exps = (wide - wide.amax(dim, keepdim=True)).exp()
    return (exps / exps.sum(dim, keepdim=True)).to(x.dtype)
