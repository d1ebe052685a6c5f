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
    """
    raise NotImplementedError


def activate_backward(name: str, grad_out: Tensor, x: Tensor, slope: float = 0.01) -> Tensor:
    """Compute the gradient of the loss by x.

    Args:
        name: relu, leaky_relu, sigmoid, tanh or silu
        grad_out: the gradient by the output, in the shape of x
        x: any shape
        slope: of the leaky ReLU below zero

    Returns:
        the shape and dtype of x
    """
    raise NotImplementedError
