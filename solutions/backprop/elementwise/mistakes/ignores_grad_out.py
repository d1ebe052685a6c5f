"""Your sum and your difference send 1 and -1 back, whatever arrives. The chain rule multiplies the local derivative by grad_out.

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
        da, db = grad_out * 0 + 1, grad_out * 0 + 1
    elif op == "sub":
        da, db = grad_out * 0 + 1, grad_out * 0 - 1
    elif op == "mul":
        da, db = grad_out * b, grad_out * a
    elif op == "div":
        da, db = grad_out / b, -grad_out * (a / b) / b
    else:
        raise ValueError("unknown op")
    return unbroadcast(da, a.shape), unbroadcast(db, b.shape)
