"""You subtract the sum from grad_out in place. Autograd hands the same gradient to other branches of the graph, and they now get yours. Write into a new tensor.

fails: test_leaves_arguments_alone
"""

import torch


def softmax_backward(grad_out, out, dim=-1):
    half = grad_out.dtype in (torch.float16, torch.bfloat16)
    g, p = (grad_out.float(), out.float()) if half else (grad_out, out)
    mean = (g * p).sum(dim, keepdim=True)
    return (p * g.sub_(mean)).to(grad_out.dtype)
