"""You build the outer product of grad_out and x for every row, `(N, O, I)`, and sum over it. The result is right; with a thousand rows it takes a thousand times the weight's memory. A matrix product sums as it goes.

fails: test_memory
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
    dw = (g.unsqueeze(2) * rows.unsqueeze(1)).sum(dim=0)
    db = g.sum(dim=0)
    return dx, dw, db
