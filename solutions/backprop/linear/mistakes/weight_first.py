"""You return the gradient of the weight first. The order is that of the arguments in the forward pass: dx, dweight, dbias.

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
    db = g.sum(dim=0)
    return dw, db, dx
