"""Two tables of functions; tanh is a stretched sigmoid, ReLU a product with a mask."""

import torch
from torch import Tensor


def sigmoid(x: Tensor) -> Tensor:
    """Return exp of min(x, 0) over one plus exp of -|x|: both exponents are 0 or less."""
    return torch.exp(x.clamp(max=0)) / (1 + torch.exp(-x.abs()))


def tanh(x: Tensor) -> Tensor:
    """Stretch the sigmoid of 2x from (0, 1) to (-1, 1)."""
    return 2 * sigmoid(2 * x) - 1


FORWARD = {
    "relu": lambda x, slope: torch.maximum(x, torch.zeros_like(x)),
    "leaky_relu": lambda x, slope: x.clamp(min=0) + slope * x.clamp(max=0),
    "sigmoid": lambda x, slope: sigmoid(x),
    "tanh": lambda x, slope: tanh(x),
    "silu": lambda x, slope: x * sigmoid(x),
}
DERIVATIVE = {
    "relu": lambda x, slope: (x > 0).to(x.dtype),
    "leaky_relu": lambda x, slope: slope + (1 - slope) * (x > 0).to(x.dtype),
    "sigmoid": lambda x, slope: sigmoid(x) * sigmoid(-x),
    "tanh": lambda x, slope: 4 * sigmoid(2 * x) * sigmoid(-2 * x),
    "silu": lambda x, slope: sigmoid(x) * (1 + x * sigmoid(-x)),
}


def activate(name: str, x: Tensor, slope: float = 0.01) -> Tensor:
    """Look the activation up and apply it."""
    if name not in FORWARD:
        raise ValueError(name)
    return FORWARD[name](x, slope)


def activate_backward(name: str, grad_out: Tensor, x: Tensor, slope: float = 0.01) -> Tensor:
    """Look the derivative up and multiply by it."""
    if name not in DERIVATIVE:
        raise ValueError(name)
    return grad_out * DERIVATIVE[name](x, slope)
