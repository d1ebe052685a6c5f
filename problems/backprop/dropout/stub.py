import torch
from torch import Tensor


def dropout_forward(
    x: Tensor, p: float, training: bool, generator: torch.Generator | None = None
) -> tuple[Tensor, Tensor]:
    """Drop elements of x with probability p and scale up the others, in training only.

    Args:
        x: a tensor of any shape
        p: the probability of dropping an element, in [0, 1]
        training: False gives x back
        generator: where random numbers come from; None is the global generator

    Returns:
        out, of the shape and dtype of x, and the bool mask, True where an element was kept

    Raises:
        ValueError: p is outside [0, 1]
    """
    raise NotImplementedError


def dropout_backward(grad_out: Tensor, mask: Tensor, p: float) -> Tensor:
    """Return the gradient that a training pass hands on to x.

    Args:
        grad_out: the gradient of the pass's output
        mask: what the pass returned, True where an element was kept
        p: the probability that the pass was called with

    Returns:
        the gradient of x, of the shape and dtype of grad_out

    Raises:
        ValueError: p is outside [0, 1]
    """
    raise NotImplementedError
