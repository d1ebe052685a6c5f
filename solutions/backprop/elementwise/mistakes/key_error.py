"""An unknown operation raises KeyError, an accident of the dictionary. The statement asks for `ValueError`, with words that say what was wrong.

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
    table = {
        "add": lambda: (grad_out, grad_out),
        "sub": lambda: (grad_out, -grad_out),
        "mul": lambda: (grad_out * b, grad_out * a),
        "div": lambda: (grad_out / b, -grad_out * (a / b) / b),
    }
    da, db = table[op]()
    return unbroadcast(da, a.shape), unbroadcast(db, b.shape)
