"""You take the sum from grad_out * out as it is. In the Jacobian's outer product p_i p_j, the sum over j leaves the factor p_i standing: the sum term has to be multiplied by the probability too.

fails: test_values
"""

import torch


def softmax_backward(grad_out, out, dim=-1):
    half = grad_out.dtype in (torch.float16, torch.bfloat16)
    g, p = (grad_out.float(), out.float()) if half else (grad_out, out)
    return (p * g - (p * g).sum(dim, keepdim=True)).to(grad_out.dtype)
