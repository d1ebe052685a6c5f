"""You multiply batch by batch and keep the last product only. Every batch used the same weight, so all the products are added up.

fails: test_dweight
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
    dw = grad_out.mT @ x if x.dim() > 1 else g.T @ rows
    while dw.dim() > 2:
        dw = dw[-1]
    db = g.sum(dim=0)
    return dx, dw, db
