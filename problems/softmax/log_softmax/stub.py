import torch
from torch import Tensor


def logsumexp(x: Tensor, dim: int = -1) -> Tensor:
    """Return the logarithm of the sum of exponentials along one dimension.

    Args:
        x: (..., C, ...), the scores
        dim: where C stands

    Returns:
        (..., ...), the shape of x without C
    """
    raise NotImplementedError


def log_softmax(x: Tensor, dim: int = -1) -> Tensor:
    """Return the log-probabilities of the scores along one dimension.

    Args:
        x: (..., C, ...), the scores
        dim: where C stands

    Returns:
        (..., C, ...)
    """
    raise NotImplementedError


def logsumexp_backward(grad_out: Tensor, x: Tensor, out: Tensor, dim: int = -1) -> Tensor:
    """Return the gradient of x, from that of logsumexp(x, dim).

    Args:
        grad_out: (..., ...), the gradient that reached out
        x: (..., C, ...), the scores
        out: (..., ...), what logsumexp returned
        dim: where C stands in x

    Returns:
        (..., C, ...)
    """
    raise NotImplementedError


def log_softmax_backward(grad_out: Tensor, out: Tensor, dim: int = -1) -> Tensor:
    """Return the gradient of the scores, from that of their log-probabilities.

    Args:
        grad_out: (..., C, ...), the gradient that reached out
        out: (..., C, ...), what log_softmax returned
        dim: where C stands

    Returns:
        (..., C, ...)
    """
    raise NotImplementedError
