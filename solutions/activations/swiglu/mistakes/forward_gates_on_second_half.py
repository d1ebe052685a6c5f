"""In your forward pass the second half goes through the SiLU; your backward pass has it right, and so belongs to another function. The FIRST half is the gate: silu(a) * b.

fails: test_forward
"""

import torch


def halves(x):
    if x.shape[-1] % 2:
        raise ValueError("an odd number of features")
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    return wide.chunk(2, dim=-1)


def swiglu(x):
    a, b = halves(x)
    return (b * b.sigmoid() * a).to(x.dtype)


def swiglu_backward(grad_out, x):
    a, b = halves(x)
    s = a.sigmoid()
    grad_a = grad_out * b * (s + a * s * (1 - s))
    grad_b = grad_out * a * s
    return torch.cat([grad_a, grad_b], dim=-1).to(x.dtype)
