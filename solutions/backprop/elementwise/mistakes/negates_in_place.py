"""You negate or multiply grad_out in place. The gradient of a then shares the change, and so does whoever else needs grad_out: in a graph it often goes to several places. Make new tensors.

fails: test_leaves_arguments_alone
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
        da = grad_out.clone()
        db = grad_out.neg_() if grad_out.is_contiguous() else -grad_out
    elif op == "mul":
        da, db = grad_out * b, grad_out * a
    elif op == "div":
        da, db = grad_out / b, -grad_out * (a / b) / b
    else:
        raise ValueError("unknown op")
    return unbroadcast(da, a.shape), unbroadcast(db, b.shape)
