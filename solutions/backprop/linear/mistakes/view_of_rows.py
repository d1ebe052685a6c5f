"""You use `view` to bring all rows below each other. It works only where the memory is in order, so a transposed x or an expanded grad_out raises an error. `reshape` copies where it must.

fails: test_not_contiguous
"""


def linear_forward(x, weight, bias=None):
    out = x @ weight.T
    if bias is not None:
        out = out + bias
    return out


def linear_backward(grad_out, x, weight):
    dx = grad_out @ weight
    g = grad_out.view(-1, weight.shape[0])
    rows = x.view(-1, weight.shape[1])
    dw = g.T @ rows
    db = g.sum(dim=0)
    return dx, dw, db
