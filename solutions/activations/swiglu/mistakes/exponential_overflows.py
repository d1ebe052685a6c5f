"""You compute the sigmoid as exp(a) / (1 + exp(a)). From a = 89 on this is inf / inf = NaN in float32. Use `torch.sigmoid`, or 1 / (1 + exp(-a)).

fails: test_extremes
"""

import torch


def halves(x):
    if x.shape[-1] % 2:
        raise ValueError("an odd number of features")
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    return wide.chunk(2, dim=-1)


def swiglu(x):
    a, b = halves(x)
    return (a * (a.exp() / (1 + a.exp())) * b).to(x.dtype)


def swiglu_backward(grad_out, x):
    a, b = halves(x)
    s = a.exp() / (1 + a.exp())
    grad_a = grad_out * b * (s + a * s * (1 - s))
    grad_b = grad_out * a * s
    return torch.cat([grad_a, grad_b], dim=-1).to(x.dtype)
