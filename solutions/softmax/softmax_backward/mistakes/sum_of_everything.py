"""Your sum has no `dim`, so one number serves the whole tensor and slices disturb each other. Each slice has a sum of its own: `sum(dim, keepdim=True)`.

fails: test_values
"""

import torch


def softmax_backward(grad_out, out, dim=-1):
    half = grad_out.dtype in (torch.float16, torch.bfloat16)
    g, p = (grad_out.float(), out.float()) if half else (grad_out, out)
    return (p * (g - (g * p).sum())).to(grad_out.dtype)
