"""You multiply grad_out and x row by row, a tensor of `(..., O, I)`, and take the mean over it. A matrix product sums over the rows without ever holding the outer products; and it is a sum, for every row adds its own share to the loss.

fails: test_dweight
"""


def linear_forward(x, weight, bias=None):
    out = (x.unsqueeze(-2) * weight).sum(dim=-1)
    return out if bias is None else out + bias


def linear_backward(grad_out, x, weight):
    dx = (grad_out.unsqueeze(-1) * weight).sum(dim=-2)
    g = grad_out.reshape(-1, weight.shape[0])
    rows = x.reshape(-1, weight.shape[1])
    dw = (g.unsqueeze(2) * rows.unsqueeze(1)).mean(dim=0)
    db = g.mean(dim=0)
    return dx, dw, db
