"""Your mean and variance run over the first dimension, across samples: that is BatchNorm. A sample then depends on what it happens to be batched with. LayerNorm looks at one row alone: reduce over the last dimensions.

fails: test_values
"""

import torch


def layer_norm(x, weight, bias, eps=1e-5):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    row = (0,)
    centred = wide - wide.mean(row, keepdim=True)
    var = centred.square().mean(row, keepdim=True)
    return (centred / torch.sqrt(var + eps) * weight + bias).to(x.dtype)
