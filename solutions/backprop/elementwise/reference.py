"""The backward pass of + - * / with broadcasting: a local derivative, then a sum over the copies.

Shapes: a and b any two that broadcast, grad_out the shape they broadcast to. The limits: nothing is
kept from the forward pass but its operands, and the sum runs in the dtype of the operands.
"""

from torch import Tensor


def unbroadcast(grad: Tensor, shape: tuple[int, ...]) -> Tensor:
    """Sum a gradient over all copies that broadcasting made of an element.

    Args:
        grad: a gradient of the broadcast shape
        shape: the shape before, which broadcasts to that of grad

    Returns:
        the gradient of this shape
    """
    # Shapes align at the right: what is missing is missing on the left.
    missing = grad.dim() - len(shape)
    sizes = (1,) * missing + tuple(shape)

    # A 1 that is still 1 needs no sum, and no copies were made of it.
    stretched = [dim for dim, size in enumerate(sizes) if size == 1 and grad.shape[dim] != 1]

    # sum(dim=[]) would mean all dimensions, so nothing to sum is a case of its own.
    if stretched:
        grad = grad.sum(dim=stretched)

    # The sum took every 1 out; those that the operand has come back here.
    return grad.reshape(shape)


def elementwise_backward(op: str, grad_out: Tensor, a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    """Multiply grad_out by each local derivative, and bring both back to their operand's shape.

    Args:
        op: add, sub, mul or div
        grad_out: the gradient of the result, of the shape that a and b broadcast to
        a: the first operand, any shape
        b: the second operand, any shape that broadcasts with that of a

    Returns:
        the gradient of a, of the shape of a, and that of b, of the shape of b

    Raises:
        ValueError: the operation is none of these
    """
    match op:
        case "add":
            by_a, by_b = grad_out, grad_out
        case "sub":
            by_a, by_b = grad_out, -grad_out
        case "mul":
            by_a, by_b = grad_out * b, grad_out * a  # each is the other's factor
        case "div":
            by_a = grad_out / b
            by_b = -by_a * (a / b)  # not a / b**2: the square leaves float32's range early
        case _:
            raise ValueError(f"no operation is called {op!r}")
    return unbroadcast(by_a, a.shape), unbroadcast(by_b, b.shape)
