"""Your backward pass is that of a batch of rows, `(N, I)`. With `(B, T, I)`, `.T` turns all dimensions around and the sum over dimension 0 leaves T sums standing; with a single `(I,)` there is no row to sum. Bring x and grad_out to two dimensions first.

fails: test_shape
"""


def linear_forward(x, weight, bias=None):
    out = x @ weight.T
    if bias is not None:
        out = out + bias
    return out


def linear_backward(grad_out, x, weight):
    dx = grad_out @ weight
    dw = grad_out.mT @ x
    db = grad_out.sum(dim=0)
    return dx, dw, db
