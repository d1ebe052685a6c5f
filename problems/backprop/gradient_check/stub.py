from collections.abc import Callable

import torch
from torch import Tensor


def numerical_gradient(f: Callable[[Tensor], Tensor], x: Tensor, eps: float = 1e-5) -> Tensor:
    """Estimate the gradient of f at x by central differences.

    Args:
        f: takes a float64 tensor of the shape of x, returns one number
        x: any shape
        eps: how far to go to either side

    Returns:
        the gradient, float64, of the shape of x
    """
    raise NotImplementedError


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
        the norm of the difference over the larger of the two norms
    """
    raise NotImplementedError
