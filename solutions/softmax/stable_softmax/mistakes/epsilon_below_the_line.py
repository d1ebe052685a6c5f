"""You add an epsilon to the sum. After the maximum is subtracted the sum is at least 1, so there is nothing to guard against; the epsilon only makes the probabilities sum to less than one, which float64 shows.

fails: test_values_float64
"""

import torch


def stable_softmax(x, dim=-1):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    exps = (wide - wide.amax(dim, keepdim=True)).exp()
    return (exps / (exps.sum(dim, keepdim=True) + 1e-8)).to(x.dtype)
