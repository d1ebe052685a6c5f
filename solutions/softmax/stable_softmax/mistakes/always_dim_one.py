"""You work along dimension 1 whatever `dim` says. In a `(B, C)` tensor that is the last dimension and all looks well; in `(B, T, C)` it is time, and the probabilities sum to one over the wrong axis.

fails: test_values
"""

import torch


def stable_softmax(x, dim=-1):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    dim = 1 if x.ndim > 1 else 0
    exps = (wide - wide.amax(dim, keepdim=True)).exp()
    return (exps / exps.sum(dim, keepdim=True)).to(x.dtype)
