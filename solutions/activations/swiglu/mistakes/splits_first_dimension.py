"""You split the first dimension, which is right for a vector only. With a batch, one half of the samples gates the other half. The features are the last dimension: `chunk(2, dim=-1)`.

fails: test_shape
"""

import torch


def halves(x):
    if x.shape[0] % 2:
        raise ValueError("an odd number of features")
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    return wide.chunk(2)


def swiglu(x):
    a, b = halves(x)
    return (a * a.sigmoid() * b).to(x.dtype)


def swiglu_backward(grad_out, x):
    a, b = halves(x)
    s = a.sigmoid()
    grad_a = grad_out * b * (s + a * s * (1 - s))
    grad_b = grad_out * a * s
    return torch.cat([grad_a, grad_b], dim=0).to(x.dtype)
