"""You reshape x into rows of length `x.shape[dim]`. A reshape never reorders memory, so unless `dim` is last each row is a mix of several slices. Move the dimension to the end first, and back afterwards.

fails: test_values
"""

import torch


def stable_softmax(x, dim=-1):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    rows = wide.reshape(x.numel() // x.shape[dim], x.shape[dim])
    exps = (rows - rows.amax(-1, keepdim=True)).exp()
    return (exps / exps.sum(-1, keepdim=True)).reshape(x.shape).to(x.dtype)
