import torch
from torch import Tensor


def unbroadcast(grad: Tensor, shape: tuple[int, ...]) -> Tensor:
    """Sum a gradient back to the shape that broadcasting had stretched.

    Args:
        grad: a gradient of the broadcast shape
        shape: the shape before, which broadcasts to that of grad

    Returns:
        the gradient of this shape
    """
    raise NotImplementedError


def elementwise_backward(op: str, grad_out: Tensor, a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    """Return the gradients of both operands of an elementwise operation.

    Args:
        op: add, sub, mul or div
        grad_out: the gradient of the result, of the shape that a and b broadcast to
        a: the first operand, any shape
        b: the second operand, any shape that broadcasts with that of a

    Returns:
        the gradient of a, of the shape of a, and that of b, of the shape of b
    """
    raise NotImplementedError
