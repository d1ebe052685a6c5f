"""Your log-softmax takes the largest score out first, your logsumexp does not. There exp overflows from about 89 on in float32, and far below zero all terms underflow: the result is inf or -inf. Subtract each slice's maximum and add it again after the logarithm.

fails: test_large_scores
"""

import torch


def widen(x):
    return x.float() if x.dtype in (torch.float16, torch.bfloat16) else x


def logsumexp(x, dim=-1):
    wide = widen(x)
    total = wide.exp().sum(dim, keepdim=True).log()
    return total.squeeze(dim).to(x.dtype)


def log_softmax(x, dim=-1):
    wide = widen(x)
    shifted = wide - wide.amax(dim, keepdim=True)
    return (shifted - shifted.exp().sum(dim, keepdim=True).log()).to(x.dtype)


def logsumexp_backward(grad_out, x, out, dim=-1):
    g, total = widen(grad_out).unsqueeze(dim), widen(out).unsqueeze(dim)
    probs = (widen(x) - total).exp().masked_fill(total == -torch.inf, 0)
    return (g * probs).to(grad_out.dtype)


def log_softmax_backward(grad_out, out, dim=-1):
    g, probs = widen(grad_out), widen(out).exp()
    return (g - probs * g.sum(dim, keepdim=True)).to(grad_out.dtype)
