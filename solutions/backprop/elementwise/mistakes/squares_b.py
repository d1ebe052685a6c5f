"""You divide by b * b. In float32 the square is 0 below about 1e-23 and infinite above 1.8e19, long before the gradient itself leaves the range. Divide by b twice.

fails: test_quotient_of_extremes
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
        da, db = grad_out * b, grad_out * a
    elif op == "div":
        da, db = grad_out / b, -grad_out * a / (b * b)
    else:
        raise ValueError("unknown op")
    return unbroadcast(da, a.shape), unbroadcast(db, b.shape)
