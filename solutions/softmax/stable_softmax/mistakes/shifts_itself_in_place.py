"""You subtract the maximum with `-=`, which overwrites the caller's scores, and autograd refuses to change a leaf in place, so training stops with an error. Write `x = x - x.amax(dim, keepdim=True)`: the same arithmetic in a new tensor.

fails: test_leaves_x_alone
"""

import torch


def stable_softmax(x, dim=-1):
    x -= x.amax(dim, keepdim=True)
    exps = x.float().exp() if x.dtype.itemsize < 4 else x.exp()
    return (exps / exps.sum(dim, keepdim=True)).to(x.dtype)
