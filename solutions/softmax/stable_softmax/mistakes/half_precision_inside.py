"""You compute in the dtype of x. In float16 the sum of more than 65504 ones is infinity and the whole slice becomes zeros; in bfloat16 each step rounds to 8 bits. Cast half-precision scores to float32 first and cast the result back.

fails: test_half_is_rounded_once
"""

import torch


def stable_softmax(x, dim=-1):
    wide = x
    exps = (wide - wide.amax(dim, keepdim=True)).exp()
    return (exps / exps.sum(dim, keepdim=True)).to(x.dtype)
