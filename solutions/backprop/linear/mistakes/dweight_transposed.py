"""Your dweight is `(I, O)`, the transpose of what is asked for. A gradient has the shape of its parameter; on a square weight nobody complains, and the update goes to the wrong cells. It is grad_out^T @ x.

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
    dw = rows.T @ g
    db = g.sum(dim=0)
    return dx, dw, db
