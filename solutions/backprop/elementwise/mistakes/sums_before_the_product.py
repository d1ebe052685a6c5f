"""You sum grad_out to the operand's shape first and multiply by the other operand afterwards. The copies had different factors, so each product comes first and the sum after it; your result also has the other operand's shape again.

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
        da, db = grad_out, -grad_out
    elif op == "mul":
        da = unbroadcast(grad_out, a.shape) * b
        db = unbroadcast(grad_out, b.shape) * a
    elif op == "div":
        da, db = grad_out / b, -grad_out * (a / b) / b
    else:
        raise ValueError("unknown op")
    if da.shape != a.shape:
        da = unbroadcast(da, a.shape)
    if db.shape != b.shape:
        db = unbroadcast(db, b.shape)
    return da, db
