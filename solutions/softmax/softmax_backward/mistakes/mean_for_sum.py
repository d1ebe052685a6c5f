"""You average grad_out * out over the slice. The probabilities are weights already and sum to one, so their weighted mean is the plain SUM of the products; yours is too small by the factor C.

fails: test_values
"""

import torch


def softmax_backward(grad_out, out, dim=-1):
    half = grad_out.dtype in (torch.float16, torch.bfloat16)
    g, p = (grad_out.float(), out.float()) if half else (grad_out, out)
    return (p * (g - (g * p).mean(dim, keepdim=True))).to(grad_out.dtype)
