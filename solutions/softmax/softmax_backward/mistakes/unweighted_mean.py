"""You centre the gradient by its plain mean. That makes the result sum to zero only where all probabilities are equal; in general the mean is the one under the probabilities, sum(grad_out * out).

fails: test_values
"""

import torch


def softmax_backward(grad_out, out, dim=-1):
    half = grad_out.dtype in (torch.float16, torch.bfloat16)
    g, p = (grad_out.float(), out.float()) if half else (grad_out, out)
    return (p * (g - g.mean(dim, keepdim=True))).to(grad_out.dtype)
