"""You apply softmax to `out` before you use it. `out` already IS the result of softmax; normalising it again flattens it towards 1 / C. The forward pass saved it so that nothing has to be recomputed.

fails: test_values
"""

import torch


def softmax_backward(grad_out, out, dim=-1):
    half = grad_out.dtype in (torch.float16, torch.bfloat16)
    g, x = (grad_out.float(), out.float()) if half else (grad_out, out)
    p = x.exp() / x.exp().sum(dim, keepdim=True)
    return (p * (g - (g * p).sum(dim, keepdim=True))).to(grad_out.dtype)
