"""GELU in its exact form and in its tanh form, forward and backward.

Shapes: x, grad_out and every result alike, any shape, for all work element by element. The
limits: nothing is kept from the forward pass but x, and the quick form by a sigmoid is left out.
"""

import math

import torch
from torch import Tensor

CUBIC = 0.044715  # fitted by the authors of GELU


def gelu(x: Tensor, approximate: str = "none") -> Tensor:
    """Weigh x by the normal distribution function (Hendrycks and Gimpel 2016).

    Args:
        x: any shape
        approximate: "none" for the exact form, "tanh" for the approximation

    Returns:
        the shape and dtype of x

    Raises:
        ValueError: the form is neither.
    """
    return x * _gate(x, approximate)


def gelu_backward(grad_out: Tensor, x: Tensor, approximate: str = "none") -> Tensor:
    """Multiply grad_out by the derivative of x * gate(x), which is gate + x * gate'.

    Args:
        grad_out: the gradient by the output, in the shape of x
        x: any shape
        approximate: "none" for the exact form, "tanh" for the approximation

    Returns:
        the shape and dtype of x

    Raises:
        ValueError: the form is neither.
    """
    gate = _gate(x, approximate)
    if approximate == "none":
        # The derivative of the distribution function is the density.
        slope = torch.exp(-0.5 * x * x) / math.sqrt(2 * math.pi)
    else:
        # gate = (1 + t) / 2, and 1 - t^2 = 4 * gate * (1 - gate).
        inner = math.sqrt(2 / math.pi) * (1 + 3 * CUBIC * x * x)
        slope = 2 * gate * (1 - gate) * inner
    return grad_out * (gate + x * slope)


def _gate(x: Tensor, approximate: str) -> Tensor:
    """Return the factor of x, between 0 and 1."""
    if approximate == "none":
        # erf belongs to a normal distribution of variance 1/2: hence the root of 2.
        return 0.5 * (1 + torch.erf(x / math.sqrt(2)))
    if approximate == "tanh":
        return 0.5 * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + CUBIC * x * x * x)))
    raise ValueError(f"the form is 'none' or 'tanh', not {approximate!r}")
