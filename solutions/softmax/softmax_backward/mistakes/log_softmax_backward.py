"""You wrote the backward pass of LOG-softmax, grad_out - out * sum(grad_out). Between the two lies the logarithm, whose derivative 1 / out has cancelled the factor that softmax itself needs: out * (grad_out - sum(grad_out * out)).

fails: test_values
"""

import torch


def softmax_backward(grad_out, out, dim=-1):
    half = grad_out.dtype in (torch.float16, torch.bfloat16)
    g, p = (grad_out.float(), out.float()) if half else (grad_out, out)
    return (g - p * g.sum(dim, keepdim=True)).to(grad_out.dtype)
