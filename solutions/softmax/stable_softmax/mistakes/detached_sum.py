"""Your forward pass is right, and the sum is cut off from the graph. Every score moves the sum of its slice, so the gradient lacks the term that makes it sum to zero. Only the maximum may be detached.

fails: test_gradients
"""

import torch


def stable_softmax(x, dim=-1):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    exps = (wide - wide.amax(dim, keepdim=True)).exp()
    return (exps / exps.sum(dim, keepdim=True).detach()).to(x.dtype)
