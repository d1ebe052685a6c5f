"""Gradients from values alone: central differences in float64, and how far a claim is from them.

Shapes: x and all gradients alike, any shape; f returns (). The limits: one point, real numbers, two
calls of f for each element.
"""

from collections.abc import Callable

import torch
from torch import Tensor


@torch.no_grad()  # neither x nor what f is made of is to record anything
def numerical_gradient(f: Callable[[Tensor], Tensor], x: Tensor, eps: float = 1e-5) -> Tensor:
    """Estimate the gradient of f at x by central differences.

    Args:
        f: takes a float64 tensor of the shape of x, returns one number
        x: any shape
        eps: how far to go to either side; the error is about eps^2 + 1e-16 / eps

    Returns:
        the gradient, float64, of the shape of x
    """
    # A copy of our own in float64, in order, so that its flat view reaches every element.
    moved = x.to(torch.float64, copy=True, memory_format=torch.contiguous_format)
    gradient = torch.empty_like(moved)
    elements, slopes = moved.view(-1), gradient.view(-1)

    for i, element in enumerate(elements.tolist()):
        # float() at once: what f returns may be a view of what moves next.
        elements[i] = element + eps
        above = float(f(moved))
        elements[i] = element - eps
        below = float(f(moved))
        elements[i] = element  # back, exactly, before the next one moves

        # The terms of even order have cancelled: the error falls as eps^2, not as eps.
        slopes[i] = (above - below) / (2 * eps)
    return gradient


def gradient_check(
    f: Callable[[Tensor], Tensor], x: Tensor, gradient: Tensor, eps: float = 1e-5
) -> float:
    """Return the relative error of a gradient, against the numerical one.

    Args:
        f: takes a float64 tensor of the shape of x, returns one number
        x: any shape
        gradient: what is claimed to be the gradient of f at x, of the shape of x
        eps: how far to go to either side

    Returns:
        the norm of the difference over the larger of the two norms; 0 where both are 0

    Raises:
        ValueError: the gradient is not in the shape of x
    """
    if gradient.shape != x.shape:
        raise ValueError(f"x is {tuple(x.shape)}, its gradient {tuple(gradient.shape)}")
    numerical = numerical_gradient(f, x, eps)

    # Relative, or large gradients would always seem wrong and small ones always right.
    difference = float((numerical - gradient).norm())
    scale = max(float(numerical.norm()), float(gradient.norm()))
    return difference / scale if scale else 0.0
