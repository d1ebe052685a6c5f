"""You flatten to rows of C numbers with `reshape` although C does not stand last. The rows then hold numbers of different slices. Move the dimension to the end first (`movedim`), or sum along `dim` where it stands.

fails: test_values
"""

import torch


def softmax_backward(grad_out, out, dim=-1):
    half = grad_out.dtype in (torch.float16, torch.bfloat16)
    g, p = (grad_out.float(), out.float()) if half else (grad_out, out)
    g, p = g.reshape(-1, out.shape[dim]), p.reshape(-1, out.shape[dim])
    result = p * (g - (g * p).sum(-1, keepdim=True))
    return result.reshape(grad_out.shape).to(grad_out.dtype)
