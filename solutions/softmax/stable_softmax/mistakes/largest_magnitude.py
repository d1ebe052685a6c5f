"""You subtract the largest ABSOLUTE score. In a slice of scores near -1e4 that shifts further down, everything underflows and the result is 0 / 0. Subtract the largest score, with its sign.

fails: test_shifted_scores
"""

import torch


def stable_softmax(x, dim=-1):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    exps = (wide - wide.abs().amax(dim, keepdim=True)).exp()
    return (exps / exps.sum(dim, keepdim=True)).to(x.dtype)
