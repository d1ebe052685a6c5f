"""Your numbers are right, and you build diag(p) - p p^T for every slice to get them: C * C numbers in place of C. With a vocabulary of 50k that is 10 GB for one token. Multiply it out on paper; one sum a slice remains.

fails: test_no_jacobian
"""

import torch


def softmax_backward(grad_out, out, dim=-1):
    half = grad_out.dtype in (torch.float16, torch.bfloat16)
    g, p = (grad_out.float(), out.float()) if half else (grad_out, out)
    g, p = g.movedim(dim, -1), p.movedim(dim, -1)
    jacobian = torch.diag_embed(p) - p.unsqueeze(-1) * p.unsqueeze(-2)
    result = (jacobian @ g.unsqueeze(-1)).squeeze(-1)
    return result.movedim(-1, dim).to(grad_out.dtype)
