"""Your sum has no `dim`, so the whole tensor sums to one instead of each slice. Reduce along `dim`, with `keepdim=True`.

fails: test_values
"""

import torch


def stable_softmax(x, dim=-1):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    exps = (wide - wide.amax(dim, keepdim=True)).exp()
    return (exps / exps.sum()).to(x.dtype)
