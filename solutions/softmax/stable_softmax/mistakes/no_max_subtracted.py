"""You exponentiate the scores as they come. In float32 exp overflows from about 89 on, and inf / inf is NaN; a slice of very negative scores becomes 0 / 0. Subtract each slice's largest score first: the ratio stays the same.

fails: test_large_scores
"""

import torch


def stable_softmax(x, dim=-1):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    exps = wide.exp()
    return (exps / exps.sum(dim, keepdim=True)).to(x.dtype)
