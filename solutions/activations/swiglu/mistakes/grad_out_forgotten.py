"""You return the local derivative and never multiply by grad_out. The chain rule needs what comes from above: the loss is not the sum of the outputs.

fails: test_backward_by_b
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


def swiglu_backward(grad_out, x):
    a, b = halves(x)
    s = a.sigmoid()
    grad_a = b * (s + a * s * (1 - s))
    grad_b = a * s
    return torch.cat([grad_a, grad_b], dim=-1).to(x.dtype)
