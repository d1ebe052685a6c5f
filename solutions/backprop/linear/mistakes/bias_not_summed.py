"""You hand grad_out on as the gradient of the bias. The bias was broadcast to every row, and its gradient is the sum over them, of shape `(O,)`.

fails: test_shape
"""


def linear_forward(x, weight, bias=None):
    out = x @ weight.T
    if bias is not None:
        out = out + bias
    return out


def linear_backward(grad_out, x, weight):
    dx = grad_out @ weight
    g = grad_out.reshape(-1, weight.shape[0])
    rows = x.reshape(-1, weight.shape[1])
    dw = g.T @ rows
    db = grad_out
    return dx, dw, db
