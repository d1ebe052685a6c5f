"""You send the second half through the SiLU and multiply by the first. The gate is the FIRST half. With weights of somebody else's model the result is silently wrong.

fails: test_forward
"""

import torch


def halves(x):
    if x.shape[-1] % 2:
        raise ValueError("an odd number of features")
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    return wide.chunk(2, dim=-1)[::-1]


def swiglu(x):
    a, b = halves(x)
    return (a * a.sigmoid() * b).to(x.dtype)


def swiglu_backward(grad_out, x):
    a, b = halves(x)
    s = a.sigmoid()
    grad_a = grad_out * b * (s + a * s * (1 - s))
    grad_b = grad_out * a * s
    return torch.cat([grad_b, grad_a], dim=-1).to(x.dtype)
