"""You replace -inf by the most negative finite number. Beside finite scores nobody sees it, but a slice of nothing but hidden places then has a finite logsumexp and uniform probabilities, as if it held something.

fails: test_all_hidden
"""

import torch


def widen(x):
    return x.float() if x.dtype in (torch.float16, torch.bfloat16) else x


def logsumexp(x, dim=-1):
    wide = widen(x)
    largest = wide.amax(dim, keepdim=True)
    shift = largest.masked_fill(largest == -torch.inf, torch.finfo(wide.dtype).min)
    total = (wide.clamp(min=torch.finfo(wide.dtype).min) - shift).exp().sum(
        dim, keepdim=True
    ).log() + shift
    return total.squeeze(dim).to(x.dtype)


def log_softmax(x, dim=-1):
    wide = widen(x)
    hidden = wide == -torch.inf
    wide = wide.clamp(min=torch.finfo(wide.dtype).min)
    shifted = wide - wide.amax(dim, keepdim=True)
    result = shifted - shifted.exp().sum(dim, keepdim=True).log()
    return result.masked_fill(hidden, -torch.inf).to(x.dtype)


def logsumexp_backward(grad_out, x, out, dim=-1):
    g, total = widen(grad_out).unsqueeze(dim), widen(out).unsqueeze(dim)
    probs = (widen(x) - total).exp().masked_fill(total == -torch.inf, 0)
    return (g * probs).to(grad_out.dtype)


def log_softmax_backward(grad_out, out, dim=-1):
    g, probs = widen(grad_out), widen(out).exp()
    return (g - probs * g.sum(dim, keepdim=True)).to(grad_out.dtype)
