"""You sum grad_out over its features, one number a row. The bias has one number an OUTPUT: the sum runs over the rows.

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
    db = g.sum(dim=1)
    return dx, dw, db
