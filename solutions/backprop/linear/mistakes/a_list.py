"""You return a list. Several results come back as a tuple here, as everywhere in PyTorch.

fails: test_is_a_tuple
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
    return [dx, dw, db]
