"""Your forward pass leaves the bias out. `bias=None` means no bias; where there is one it is added to every row.

fails: test_forward
"""


def linear_forward(x, weight, bias=None):
    out = x @ weight.T
    return out


def linear_backward(grad_out, x, weight):
    dx = grad_out @ weight
    g = grad_out.reshape(-1, weight.shape[0])
    rows = x.reshape(-1, weight.shape[1])
    dw = g.T @ rows
    db = g.sum(dim=0)
    return dx, dw, db
