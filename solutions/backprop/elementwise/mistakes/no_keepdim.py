"""You sum over dimensions of size 1 without `keepdim=True`, so they vanish, and every dimension after them has another number. The operand has them, and its gradient has them too.

fails: test_shape
"""


def unbroadcast(grad, shape):
    missing = grad.dim() - len(shape)
    for _ in range(missing):
        grad = grad.sum(dim=0)
    ones = [dim for dim, size in enumerate(shape) if size == 1]
    if ones:
        grad = grad.sum(dim=ones)
    return grad


def elementwise_backward(op, grad_out, a, b):
    if op == "add":
        da, db = grad_out, grad_out
    elif op == "sub":
        da, db = grad_out, -grad_out
    elif op == "mul":
        da, db = grad_out * b, grad_out * a
    elif op == "div":
        da, db = grad_out / b, -grad_out * (a / b) / b
    else:
        raise ValueError("unknown op")
    return unbroadcast(da, a.shape), unbroadcast(db, b.shape)
