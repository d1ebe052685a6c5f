"""You subtract the mean from x in place, so the caller's tensor is overwritten. A residual connection around this layer then adds the centred x in place of x.

fails: test_leaves_arguments_alone
"""

import torch


def layer_norm(x, weight, bias, eps=1e-5):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    row = tuple(range(-weight.ndim, 0))
    mean = wide.mean(row, keepdim=True)
    centred = wide - mean if x.requires_grad else wide.sub_(mean)
    var = centred.square().mean(row, keepdim=True)
    return (centred / torch.sqrt(var + eps) * weight + bias).to(x.dtype)
