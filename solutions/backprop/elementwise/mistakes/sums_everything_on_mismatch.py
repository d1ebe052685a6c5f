"""Where the shapes differ you sum over all dimensions and stretch the one number back. Sum only over what was stretched; along the others each element keeps its own gradient.

fails: test_unbroadcast
"""


def unbroadcast(grad, shape):
    if grad.shape == tuple(shape):
        return grad
    return grad.sum().expand(shape)


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
