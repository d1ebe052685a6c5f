"""You sum the gradients without their probabilities. What every score shares is the mean of the gradient UNDER the probabilities: sum grad_out * out, not grad_out.

fails: test_values
"""

import torch


def softmax_backward(grad_out, out, dim=-1):
    half = grad_out.dtype in (torch.float16, torch.bfloat16)
    g, p = (grad_out.float(), out.float()) if half else (grad_out, out)
    return (p * (g - g.sum(dim, keepdim=True))).to(grad_out.dtype)
