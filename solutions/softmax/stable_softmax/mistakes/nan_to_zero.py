"""You replace NaN by zeros at the end. A slice that is hidden as a whole then looks like a result although it does not sum to one, and whatever else went wrong is covered up as well. Let it be NaN, and treat such rows where the mask is known.

fails: test_all_hidden
"""

import torch


def stable_softmax(x, dim=-1):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    exps = (wide - wide.amax(dim, keepdim=True)).exp()
    return (exps / exps.sum(dim, keepdim=True)).nan_to_num(0.0).to(x.dtype)
