"""You sum over the dimensions that are missing on the left and leave those of size 1 as they were stretched. Both kinds were copied: where the operand has size 1 the gradient is summed as well, with `keepdim=True`. Your quotient also squares b, and an unknown operation passes.

fails: test_shape
"""


def unbroadcast(grad, shape):
    while grad.dim() > len(shape):
        grad = grad.sum(dim=0)
    return grad


def elementwise_backward(op, grad_out, a, b):
    if op == "add":
        da, db = grad_out, grad_out
    elif op == "sub":
        da, db = grad_out, -grad_out
    elif op == "mul":
        da, db = grad_out * b, grad_out * a
    else:
        da, db = grad_out / b, -grad_out * a / b**2
    return unbroadcast(da, a.shape), unbroadcast(db, b.shape)
