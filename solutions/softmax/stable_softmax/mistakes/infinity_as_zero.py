"""You replace infinite scores by 0 before the softmax. A place hidden with -inf then gets the weight of a score of 0, so attention sees what its mask hides. Leave -inf alone: exp(-inf) is exactly 0.

fails: test_hidden_places
"""

import torch


def stable_softmax(x, dim=-1):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    wide = torch.where(wide.isinf(), torch.zeros_like(wide), wide)
    exps = (wide - wide.amax(dim, keepdim=True)).exp()
    return (exps / exps.sum(dim, keepdim=True)).to(x.dtype)
