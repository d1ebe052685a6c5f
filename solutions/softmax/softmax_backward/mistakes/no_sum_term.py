"""You multiply the gradient by the probabilities and stop. Raising one score also lowers every other probability of its slice, through the sum below the line, so the mean of the gradient under the probabilities has to be taken off first: `out * (grad_out - sum(grad_out * out))`.

fails: test_values
"""

import torch


def softmax_backward(grad_out, out, dim=-1):
    half = grad_out.dtype in (torch.float16, torch.bfloat16)
    g, p = (grad_out.float(), out.float()) if half else (grad_out, out)
    return (p * g).to(grad_out.dtype)
