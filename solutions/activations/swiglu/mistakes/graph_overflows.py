"""Your forward pass divides by 1 + exp(-a). The output is right, for 1 / inf is 0; autograd is not: below a = -89 in float32 it multiplies that 0 by the infinite slope of exp, and the gradient is NaN. Use sigmoid, whose own derivative is safe.

fails: test_autograd_at_extremes
"""

import torch


def halves(x):
    if x.shape[-1] % 2:
        raise ValueError("an odd number of features")
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    return wide.chunk(2, dim=-1)


def swiglu(x):
    a, b = halves(x)
    return (a / (1 + torch.exp(-a)) * b).to(x.dtype)


def swiglu_backward(grad_out, x):
    a, b = halves(x)
    s = a.sigmoid()
    grad_a = grad_out * b * (s + a * s * (1 - s))
    grad_b = grad_out * a * s
    return torch.cat([grad_a, grad_b], dim=-1).to(x.dtype)
