"""You treat every other name as a division. A misspelt operation then gives gradients of another function in silence: raise `ValueError`.

fails: test_unknown_operation
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
    else:
        da, db = grad_out / b, -grad_out * (a / b) / b
    return unbroadcast(da, a.shape), unbroadcast(db, b.shape)
