"""You subtract the largest score of the whole tensor, and add an epsilon to the sum against 0 / 0. A slice that lies far below the maximum still underflows; the epsilon merely turns its NaN into zeros, which sum to nothing. Each slice needs its own maximum, and no epsilon.

fails: test_far_apart_slices
"""

import torch


def stable_softmax(x, dim=-1):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    exps = (wide - wide.max()).exp() if wide.numel() else wide.exp()
    return (exps / (exps.sum(dim, keepdim=True) + 1e-12)).to(x.dtype)
