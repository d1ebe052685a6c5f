"""For a product you multiply each gradient by the operand's own value. The derivative of a * b by a is b: each is the factor of the OTHER.

fails: test_gradient_of_a
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
        da, db = grad_out, -grad_out
    elif op == "mul":
        da, db = grad_out * a, grad_out * b
    elif op == "div":
        da, db = grad_out / b, -grad_out * (a / b) / b
    else:
        raise ValueError("unknown op")
    return unbroadcast(da, a.shape), unbroadcast(db, b.shape)
