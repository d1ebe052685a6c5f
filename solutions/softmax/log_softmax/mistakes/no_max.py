"""You exponentiate the scores as they are. From about 89 on exp overflows in float32 and the logarithm of the sum is inf; far below zero all terms underflow and it is -inf. Take the largest score of each slice out first.

fails: test_large_scores
"""

import torch


def widen(x):
    return x.float() if x.dtype in (torch.float16, torch.bfloat16) else x


def logsumexp(x, dim=-1):
    wide = widen(x)
    return wide.exp().sum(dim).log().to(x.dtype)


def log_softmax(x, dim=-1):
    wide = widen(x)
    return (wide - wide.exp().sum(dim, keepdim=True).log()).to(x.dtype)


def logsumexp_backward(grad_out, x, out, dim=-1):
    g, total = widen(grad_out).unsqueeze(dim), widen(out).unsqueeze(dim)
    probs = (widen(x) - total).exp().masked_fill(total == -torch.inf, 0)
    return (g * probs).to(grad_out.dtype)


def log_softmax_backward(grad_out, out, dim=-1):
    g, probs = widen(grad_out), widen(out).exp()
    return (g - probs * g.sum(dim, keepdim=True)).to(grad_out.dtype)
