"""Your logsumexp ends in `squeeze()` without a dimension, which removes every dimension of size 1. A batch of one slice loses its batch dimension. Only the reduced dimension may go: `squeeze(dim)`.

fails: test_shape[(1, 7) along -1]
"""

import torch


def widen(x):
    return x.float() if x.dtype in (torch.float16, torch.bfloat16) else x


def logsumexp(x, dim=-1):
    wide = widen(x)
    largest = wide.amax(dim, keepdim=True)
    shift = largest.masked_fill(largest == -torch.inf, 0)
    total = (wide - shift).exp().sum(dim, keepdim=True).log() + shift
    return total.squeeze().to(x.dtype)


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
