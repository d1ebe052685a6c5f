"""Logsumexp and log-softmax, and their backward passes in closed form.

Shapes: x (..., C, ...), with C along `dim`; what is reduced is (..., 1, ...) inside, and without
that dimension where logsumexp hands it over. The limits: x holds neither inf nor NaN.
"""

import torch
from torch import Tensor


def _widen(x: Tensor) -> Tensor:
    """Return half precision as float32: sums in it overflow or lose digits."""
    return x.float() if x.dtype in (torch.float16, torch.bfloat16) else x


def logsumexp(x: Tensor, dim: int = -1) -> Tensor:
    """Take the largest score out of the sum and add it to the logarithm (torch.logsumexp).

    Args:
        x: (..., C, ...)
        dim: where C stands

    Returns:
        (..., ...), the shape of x without C; -inf where a whole slice is -inf
    """
    wide = _widen(x)
    largest = wide.amax(dim=dim, keepdim=True)
    # -inf less -inf is NaN. A slice without a finite score is shifted by 0: log(0) is -inf.
    shift = largest.masked_fill(largest == -torch.inf, 0.0)
    total = (wide - shift).exp().sum(dim=dim, keepdim=True).log() + shift
    return total.squeeze(dim).to(x.dtype)


def log_softmax(x: Tensor, dim: int = -1) -> Tensor:
    """Subtract the logarithm of the sum from shifted scores (torch.nn.functional.log_softmax).

    Args:
        x: (..., C, ...)
        dim: where C stands

    Returns:
        (..., C, ...); NaN where a whole slice is -inf
    """
    wide = _widen(x)
    # The shift is never added back: x - logsumexp(x) would cost digits where x is large.
    shifted = wide - wide.amax(dim=dim, keepdim=True)
    return (shifted - shifted.exp().sum(dim=dim, keepdim=True).log()).to(x.dtype)


def logsumexp_backward(grad_out: Tensor, x: Tensor, out: Tensor, dim: int = -1) -> Tensor:
    """Spread the gradient of each slice over its scores by their probabilities.

    Args:
        grad_out: (..., ...), the gradient that reached out
        x: (..., C, ...)
        out: (..., ...), logsumexp(x, dim)
        dim: where C stands in x

    Returns:
        (..., C, ...); zeros where a whole slice is -inf
    """
    # d log(sum(exp(x))) / d x_i = exp(x_i) / sum(exp(x)) = exp(x_i - out): softmax.
    g, total = _widen(grad_out).unsqueeze(dim), _widen(out).unsqueeze(dim)
    shift = total.masked_fill(total == -torch.inf, 0.0)
    return (g * (_widen(x) - shift).exp()).to(grad_out.dtype)


def log_softmax_backward(grad_out: Tensor, out: Tensor, dim: int = -1) -> Tensor:
    """Pass the gradient on, less what flows through logsumexp.

    Args:
        grad_out: (..., C, ...), the gradient that reached out
        out: (..., C, ...), the log-probabilities
        dim: where C stands

    Returns:
        (..., C, ...)
    """
    # out_i = x_i - logsumexp(x): every out_i holds the same logsumexp, so it gets -sum(grad_out).
    g = _widen(grad_out)
    return (g - _widen(out).exp() * g.sum(dim=dim, keepdim=True)).to(grad_out.dtype)
