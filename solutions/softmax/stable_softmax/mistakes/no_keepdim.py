"""Your reductions lack `keepdim=True`. What is left then lines up with the LAST dimension of x: on most shapes that is an error, on a square input it silently divides by the sums of other slices.

fails: test_shape
"""

import torch


def stable_softmax(x, dim=-1):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    exps = (wide - wide.amax(dim)).exp()
    return (exps / exps.sum(dim)).to(x.dtype)
