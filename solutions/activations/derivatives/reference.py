"""Five activations and their derivatives.

Shapes: x, grad_out and every result alike, any shape, for all work element by element. The
limits: nothing is kept from the forward pass, so the backward pass computes it again from x.
"""

import torch
from torch import Tensor


def activate(name: str, x: Tensor, slope: float = 0.01) -> Tensor:
    """Apply an activation.

    Args:
        name: relu, leaky_relu, sigmoid, tanh or silu
        x: any shape
        slope: of the leaky ReLU below zero

    Returns:
        the shape and dtype of x

    Raises:
        ValueError: the name is none of these.
    """
    match name:
        case "relu":
            return x.clamp(min=0)
        case "leaky_relu":
            return torch.where(x > 0, x, slope * x)
        case "sigmoid":
            return _sigmoid(x)
        case "tanh":
            return _tanh(x)
        case "silu":
            return x * _sigmoid(x)
    raise ValueError(f"no activation is called {name!r}")


def activate_backward(name: str, grad_out: Tensor, x: Tensor, slope: float = 0.01) -> Tensor:
    """Multiply grad_out by the derivative at x.

    Args:
        name: relu, leaky_relu, sigmoid, tanh or silu
        grad_out: the gradient by the output, in the shape of x
        x: any shape
        slope: of the leaky ReLU below zero

    Returns:
        the shape and dtype of x

    Raises:
        ValueError: the name is none of these.
    """
    match name:
        case "relu":
            return torch.where(x > 0, grad_out, 0.0)  # at 0 it is 0
        case "leaky_relu":
            return torch.where(x > 0, grad_out, slope * grad_out)
        case "sigmoid":
            s = _sigmoid(x)
            return grad_out * s * (1 - s)
        case "tanh":
            return grad_out * (1 - _tanh(x).square())
        case "silu":
            # a product, x * s: s from the first factor, x * s' from the second
            s = _sigmoid(x)
            return grad_out * (s + x * s * (1 - s))
    raise ValueError(f"no activation is called {name!r}")


def _sigmoid(x: Tensor) -> Tensor:
    # exp(-x) may be infinite, and 1 / inf is the 0 that is wanted; exp(x) / (1 + exp(x)) is not.
    return 1 / (1 + torch.exp(-x))


def _tanh(x: Tensor) -> Tensor:
    # exp(-2|x|) is at most 1, so nothing overflows; the sign comes back at the end.
    small = torch.exp(-2 * x.abs())
    return torch.sign(x) * (1 - small) / (1 + small)
