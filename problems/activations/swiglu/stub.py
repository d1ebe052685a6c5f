import torch
from torch import Tensor


def swiglu(x: Tensor) -> Tensor:
    """Gate the second half of the features by the SiLU of the first.

    Args:
        x: (..., 2C)

    Returns:
        (..., C), in the dtype of x
    """
    raise NotImplementedError


def swiglu_backward(grad_out: Tensor, x: Tensor) -> Tensor:
    """Compute the gradient of the loss by x.

    Args:
        grad_out: (..., C), the gradient by the output
        x: (..., 2C)

    Returns:
        (..., 2C), in the dtype of x
    """
    raise NotImplementedError
