"""Your sums are right, and two derivatives are not: b is SUBTRACTED in a - b, so its gradient has a minus sign, and so has the derivative of a / b by b, which is -a / b^2. Beside that, b^2 is 0 or infinite long before the gradient is.

fails: test_gradient_of_b
"""


def unbroadcast(grad, shape):
    missing = grad.dim() - len(shape)
    for _ in range(missing):
        grad = grad.sum(dim=0)
    for dim, size in enumerate(shape):
        if size == 1:
            grad = grad.sum(dim=dim, keepdim=True)
    return grad


def elementwise_backward(op, grad_out, a, b):
    if op == "add":
        da, db = grad_out, grad_out
    elif op == "sub":
        da, db = grad_out, grad_out
    elif op == "mul":
        da, db = grad_out * b, grad_out * a
    elif op == "div":
        da, db = grad_out / b, grad_out * a / b**2
    else:
        raise ValueError("unknown op")
    return unbroadcast(da, a.shape), unbroadcast(db, b.shape)
