"""You gate by GELU, which makes it GEGLU. The two look alike and differ by up to a fifth. SwiGLU takes a * sigmoid(a).

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
    return (a * 0.5 * (1 + torch.erf(a / 2**0.5)) * b).to(x.dtype)


def swiglu_backward(grad_out, x):
    a, b = halves(x)
    s = a.sigmoid()
    grad_a = grad_out * b * (s + a * s * (1 - s))
    grad_b = grad_out * a * s
    return torch.cat([grad_a, grad_b], dim=-1).to(x.dtype)
