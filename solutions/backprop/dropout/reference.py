"""Inverted dropout: the forward pass, and its backward pass by hand.

Shapes: x, out, mask, grad_out and grad_in all have one shape, any shape. The limits: single
elements are dropped, never whole channels; the mask is stored, a byte an element.
"""

import torch
from torch import Tensor


def dropout_forward(
    x: Tensor, p: float, training: bool, generator: torch.Generator | None = None
) -> tuple[Tensor, Tensor]:
    """Drop elements of x with probability p and scale up the others (Srivastava et al. 2014).

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
    scale = _scale(p)

    # Evaluation is the identity. It leaves before the draw, so that it moves no generator.
    if not training:
        return x, torch.ones_like(x, dtype=torch.bool)

    # One uniform number in [0, 1) an element; it is at least p with probability 1 - p. In float32
    # whatever x is: the numbers of bfloat16 are too coarse to hit a small p.
    draw = torch.rand(x.shape, generator=generator, dtype=torch.float32, device=x.device)
    mask = draw >= p

    # Drop first: a large x that goes to zero anyway cannot overflow by the scale.
    return x * mask * scale, mask


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
    # out = x * (mask * scale) is linear in x: the same factors, the same mask.
    return grad_out * mask * _scale(p)


def _scale(p: float) -> float:
    """Return 1 / (1 - p), which keeps the expected value; 0 where nothing is kept at all.

    Raises:
        ValueError: p is outside [0, 1]
    """
    if not 0 <= p <= 1:
        raise ValueError(f"p must be in [0, 1], not {p}")
    return 1 / (1 - p) if p < 1 else 0.0
