import torch
from torch import Tensor


def linear_forward(x: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """Apply a linear layer.

    Args:
        x: (..., I)
        weight: (O, I)
        bias: (O,), or None

    Returns:
        (..., O)
    """
    raise NotImplementedError


def linear_backward(grad_out: Tensor, x: Tensor, weight: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return the gradients of the input, the weight and the bias.

    Args:
        grad_out: (..., O), the gradient of the output
        x: (..., I)
        weight: (O, I)

    Returns:
        dx (..., I), dweight (O, I), dbias (O,)
    """
    raise NotImplementedError
