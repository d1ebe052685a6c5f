"""You replace -inf by a very negative finite number. Beside finite scores that is as good, but a slice that is hidden as a whole then comes out uniform, and attends to everything it must not see. NaN is the honest result there.

fails: test_all_hidden
"""

import torch


def stable_softmax(x, dim=-1):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    exps = wide.clamp(min=torch.finfo(wide.dtype).min)
    exps = (exps - exps.amax(dim, keepdim=True)).exp()
    return (exps / exps.sum(dim, keepdim=True)).to(x.dtype)
