"""You take the mean over the copies. Each use of an element adds its own share to the loss, so the gradients of all uses are added up; a bias for a batch of 100 has a gradient 100 times what yours is.

fails: test_unbroadcast
"""


def unbroadcast(grad, shape):
    missing = grad.dim() - len(shape)
    for _ in range(missing):
        grad = grad.mean(dim=0)
    for dim, size in enumerate(shape):
        if size == 1:
            grad = grad.mean(dim=dim, keepdim=True)
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
