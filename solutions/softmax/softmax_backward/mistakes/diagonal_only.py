"""You use the derivative p * (1 - p), which is the diagonal of the Jacobian and the whole derivative of a sigmoid. The other entries are -p_i * p_j, not zero: every score moves every probability of its slice.

fails: test_values
"""

import torch


def softmax_backward(grad_out, out, dim=-1):
    half = grad_out.dtype in (torch.float16, torch.bfloat16)
    g, p = (grad_out.float(), out.float()) if half else (grad_out, out)
    return (g * p * (1 - p)).to(grad_out.dtype)
