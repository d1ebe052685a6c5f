"""You compute in float32 and return float32. The result must come back in the dtype of x.

fails: test_keeps_dtype
"""

import torch


def halves(x):
    if x.shape[-1] % 2:
        raise ValueError("an odd number of features")
    wide = x.float()
    return wide.chunk(2, dim=-1)


def swiglu(x):
    a, b = halves(x)
    return a * a.sigmoid() * b


def swiglu_backward(grad_out, x):
    a, b = halves(x)
    s = a.sigmoid()
    grad_a = grad_out * b * (s + a * s * (1 - s))
    grad_b = grad_out * a * s
    return torch.cat([grad_a, grad_b], dim=-1)
