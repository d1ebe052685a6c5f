"""You sum the bias' gradient over the first dimension only. With `(B, T, O)` that leaves `(T, O)`: the bias was used at every place of every sequence, so sum over all leading dimensions.

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
    db = grad_out.sum(dim=0) if grad_out.dim() > 1 else grad_out
    return dx, dw, db
