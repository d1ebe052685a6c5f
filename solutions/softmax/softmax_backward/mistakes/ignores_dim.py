"""You sum along the last dimension whatever `dim` is. It is right for attention weights and wrong for every other place of the classes; the argument says where they stand.

fails: test_values
"""

import torch


def softmax_backward(grad_out, out, dim=-1):
    half = grad_out.dtype in (torch.float16, torch.bfloat16)
    g, p = (grad_out.float(), out.float()) if half else (grad_out, out)
    return (p * (g - (g * p).sum(-1, keepdim=True))).to(grad_out.dtype)
