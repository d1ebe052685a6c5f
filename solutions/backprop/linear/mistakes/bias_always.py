"""You add the bias without asking whether there is one. With `bias=None` that is a TypeError: the layer is then the product alone.

fails: test_no_bias
"""


def linear_forward(x, weight, bias=None):
    out = x @ weight.T
    out = out + bias
    return out


def linear_backward(grad_out, x, weight):
    dx = grad_out @ weight
    g = grad_out.reshape(-1, weight.shape[0])
    rows = x.reshape(-1, weight.shape[1])
    dw = g.T @ rows
    db = g.sum(dim=0)
    return dx, dw, db
