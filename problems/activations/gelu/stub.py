import torch
from torch import Tensor


def gelu(x: Tensor, approximate: str = "none") -> Tensor:
    """Weigh x by the normal distribution function.

    Args:
        x: any shape
        approximate: "none" for the exact form, "tanh" for the approximation

    Returns:
        the shape and dtype of x
    """
    raise NotImplementedError


def gelu_backward(grad_out: Tensor, x: Tensor, approximate: str = "none") -> Tensor:
    """Compute the gradient of the loss by x.

    Args:
        grad_out: the gradient by the output, in the shape of x
        x: any shape
        approximate: "none" for the exact form, "tanh" for the approximation

    Returns:
        the shape and dtype of x
    """
    raise NotImplementedError
