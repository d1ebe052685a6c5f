"""You reduce along the last dimension whatever `dim` is. The argument says where the scores of a slice stand.

fails: test_shape
"""

import torch


def widen(x):
    return x.float() if x.dtype in (torch.float16, torch.bfloat16) else x


def logsumexp(x, dim=-1):
    wide = widen(x)
    largest = wide.amax(-1, keepdim=True)
    shift = largest.masked_fill(largest == -torch.inf, 0)
    total = (wide - shift).exp().sum(-1, keepdim=True).log() + shift
    return total.squeeze(-1).to(x.dtype)


def log_softmax(x, dim=-1):
    wide = widen(x)
    shifted = wide - wide.amax(-1, keepdim=True)
    return (shifted - shifted.exp().sum(-1, keepdim=True).log()).to(x.dtype)


def logsumexp_backward(grad_out, x, out, dim=-1):
    g, total = widen(grad_out).unsqueeze(-1), widen(out).unsqueeze(-1)
    probs = (widen(x) - total).exp().masked_fill(total == -torch.inf, 0)
    return (g * probs).to(grad_out.dtype)


def log_softmax_backward(grad_out, out, dim=-1):
    g, probs = widen(grad_out), widen(out).exp()
    return (g - probs * g.sum(-1, keepdim=True)).to(grad_out.dtype)
