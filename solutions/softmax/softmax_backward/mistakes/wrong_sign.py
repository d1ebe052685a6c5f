"""You take the gradient from the mean, in place of the mean from the gradient, and the result points the other way: training makes the loss larger. The diagonal of the Jacobian, p * (1 - p), is positive, so `grad_out` stands with a plus.

fails: test_values
"""

import torch


def softmax_backward(grad_out, out, dim=-1):
    half = grad_out.dtype in (torch.float16, torch.bfloat16)
    g, p = (grad_out.float(), out.float()) if half else (grad_out, out)
    return (p * ((g * p).sum(dim, keepdim=True) - g)).to(grad_out.dtype)
