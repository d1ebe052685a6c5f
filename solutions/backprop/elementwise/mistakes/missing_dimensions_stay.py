"""You keep the dimensions that the operand did not have, with size 1. A `(3,)` operand then gets a `(1, 3)` gradient, which no longer fits it. Sum over them without `keepdim`.

fails: test_shape
"""


def unbroadcast(grad, shape):
    missing = grad.dim() - len(shape)
    for _ in range(missing):
        grad = grad.sum(dim=0)
    shape_given = grad.dim()
    for _ in range(missing):
        grad = grad.unsqueeze(0)
    for dim, size in enumerate(shape, start=grad.dim() - shape_given):
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
        da, db = grad_out / b, -grad_out * (a / b) / b
    else:
        raise ValueError("unknown op")
    return unbroadcast(da, a.shape), unbroadcast(db, b.shape)
