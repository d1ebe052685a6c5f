"""You return grad_out times the derivative, in the shape of the RESULT. An operand that was broadcast took part many times, and its gradient is the sum over these uses, in the operand's own shape. Your quotient also squares b, which overflows early.

fails: test_shape
"""


def unbroadcast(grad, shape):
    return grad


def elementwise_backward(op, grad_out, a, b):
    if op == "add":
        return grad_out, grad_out
    if op == "sub":
        return grad_out, -grad_out
    if op == "mul":
        return grad_out * b, grad_out * a
    if op == "div":
        return grad_out / b, -grad_out * a / b**2
    raise ValueError("unknown op")
