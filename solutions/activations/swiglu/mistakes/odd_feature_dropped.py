"""You drop the odd feature without a word. Integer division hides a wrong width; raise ValueError.

fails: test_odd_size
"""

import torch


def halves(x):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    half = x.shape[-1] // 2
    return wide[..., :half], wide[..., half : 2 * half]


def swiglu(x):
    a, b = halves(x)
    return (a * a.sigmoid() * b).to(x.dtype)


def swiglu_backward(grad_out, x):
    a, b = halves(x)
    s = a.sigmoid()
    grad_a = grad_out * b * (s + a * s * (1 - s))
    grad_b = grad_out * a * s
    return torch.cat([grad_a, grad_b], dim=-1).to(x.dtype)
