"""You take grad_out from out, as in softmax(x) - onehot. That is the gradient of softmax and cross entropy together, where grad_out has been put in already; here any gradient may arrive, and it has to go through the Jacobian of softmax alone.

fails: test_values
"""

import torch


def softmax_backward(grad_out, out, dim=-1):
    half = grad_out.dtype in (torch.float16, torch.bfloat16)
    g, p = (grad_out.float(), out.float()) if half else (grad_out, out)
    return (p - g).to(grad_out.dtype)
