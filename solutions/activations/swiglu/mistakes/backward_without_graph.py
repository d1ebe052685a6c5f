"""Your backward pass runs under `torch.no_grad()`, so it cannot be differentiated itself. Gradient penalties and second derivatives then silently lack a part. It is a function like any other: let autograd see it.

fails: test_autograd_through_backward
"""

import torch


def halves(x):
    if x.shape[-1] % 2:
        raise ValueError("an odd number of features")
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    return wide.chunk(2, dim=-1)


def swiglu(x):
    a, b = halves(x)
    return (a * a.sigmoid() * b).to(x.dtype)


@torch.no_grad()
def swiglu_backward(grad_out, x):
    a, b = halves(x)
    s = a.sigmoid()
    grad_a = grad_out * b * (s + a * s * (1 - s))
    grad_b = grad_out * a * s
    return torch.cat([grad_a, grad_b], dim=-1).to(x.dtype)
