"""You compute under `torch.no_grad()` or on detached tensors. The gradient itself is right, and it has no history, so anything that differentiates it again (a gradient penalty, a Hessian-vector product) gets nothing.

fails: test_second_derivatives
"""

import torch


def softmax_backward(grad_out, out, dim=-1):
    half = grad_out.dtype in (torch.float16, torch.bfloat16)
    g, p = (grad_out.float(), out.float()) if half else (grad_out, out)
    g, p = g.detach(), p.detach()
    return (p * (g - (g * p).sum(dim, keepdim=True))).to(grad_out.dtype)
