"""You average the bias' gradient over the rows. If the loss is a mean, the division is in grad_out already; dividing here makes it twice. Each row adds its share.

fails: test_dbias
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
    db = g.mean(dim=0)
    return dx, dw, db
