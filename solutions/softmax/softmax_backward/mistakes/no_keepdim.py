"""Your sum lacks `keepdim=True`. Its result then lines up with the LAST dimension of the gradient: on most shapes that is an error, on square ones it silently gives each slice the sum of another.

fails: test_shape
"""

import torch


def softmax_backward(grad_out, out, dim=-1):
    half = grad_out.dtype in (torch.float16, torch.bfloat16)
    g, p = (grad_out.float(), out.float()) if half else (grad_out, out)
    return (p * (g - (g * p).sum(dim))).to(grad_out.dtype)
