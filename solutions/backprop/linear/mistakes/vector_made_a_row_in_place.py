"""You make a row of a single vector with `unsqueeze_`, in place. The caller's tensors have another shape afterwards. `unsqueeze` and `reshape` give a new view and leave theirs alone.

fails: test_leaves_arguments_alone
"""


def linear_forward(x, weight, bias=None):
    out = x @ weight.T
    if bias is not None:
        out = out + bias
    return out


def linear_backward(grad_out, x, weight):
    dx = grad_out @ weight
    if x.dim() == 1:
        x.unsqueeze_(0)
    g = grad_out.reshape(-1, weight.shape[0])
    rows = x.reshape(-1, weight.shape[1])
    dw = g.T @ rows
    db = g.sum(dim=0)
    return dx, dw, db
