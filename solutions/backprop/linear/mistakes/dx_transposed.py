"""Your dx multiplies by the transposed weight. grad_out has O features and the weight O rows: they meet without a transpose. Going back through a transpose undoes it.

fails: test_shape
"""


def linear_forward(x, weight, bias=None):
    out = x @ weight.T
    if bias is not None:
        out = out + bias
    return out


def linear_backward(grad_out, x, weight):
    dx = grad_out @ weight.T
    g = grad_out.reshape(-1, weight.shape[0])
    rows = x.reshape(-1, weight.shape[1])
    dw = g.T @ rows
    db = g.sum(dim=0)
    return dx, dw, db
