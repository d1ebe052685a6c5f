"""You compute in float32 and return float32. For half precision the first is right and the second is not: each result comes back in the dtype of its arguments.

fails: test_keeps_dtype
"""

import torch


def widen(x):
    return x.float() if x.dtype in (torch.float16, torch.bfloat16) else x


def logsumexp(x, dim=-1):
    wide = widen(x)
    largest = wide.amax(dim, keepdim=True)
    shift = largest.masked_fill(largest == -torch.inf, 0)
    total = (wide - shift).exp().sum(dim, keepdim=True).log() + shift
    return total.squeeze(dim)


def log_softmax(x, dim=-1):
    wide = widen(x)
    shifted = wide - wide.amax(dim, keepdim=True)
    return shifted - shifted.exp().sum(dim, keepdim=True).log()


def logsumexp_backward(grad_out, x, out, dim=-1):
    g, total = widen(grad_out).unsqueeze(dim), widen(out).unsqueeze(dim)
    probs = (widen(x) - total).exp().masked_fill(total == -torch.inf, 0)
    return g * probs


def log_softmax_backward(grad_out, out, dim=-1):
    g, probs = widen(grad_out), widen(out).exp()
    return g - probs * g.sum(dim, keepdim=True)
