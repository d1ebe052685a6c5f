"""You take the even features for a and the odd ones for b. The halves are two blocks: the first C features and the last C.

fails: test_forward
"""

import torch


def halves(x):
    if x.shape[-1] % 2:
        raise ValueError("an odd number of features")
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    return wide[..., 0::2], wide[..., 1::2]


def swiglu(x):
    a, b = halves(x)
    return (a * a.sigmoid() * b).to(x.dtype)


def swiglu_backward(grad_out, x):
    a, b = halves(x)
    s = a.sigmoid()
    grad_a = grad_out * b * (s + a * s * (1 - s))
    grad_b = grad_out * a * s
    return torch.stack([grad_a, grad_b], dim=-1).flatten(-2).to(x.dtype)
