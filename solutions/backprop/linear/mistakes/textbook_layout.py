"""You take the weight as `(I, O)`, as textbooks write it: x @ W forward, and gradients to match. In PyTorch a row of the weight belongs to one output, `(O, I)`, so the forward pass transposes it (`F.linear` does so inside, `@` does not). On a square weight all your shapes fit and all your numbers are those of another layer.

fails: test_shape
"""


def linear_forward(x, weight, bias=None):
    out = x @ weight
    if bias is not None:
        out = out + bias
    return out


def linear_backward(grad_out, x, weight):
    dx = grad_out @ weight.T
    dw = x.reshape(-1, x.shape[-1]).T @ grad_out.reshape(-1, grad_out.shape[-1])
    db = grad_out.reshape(-1, grad_out.shape[-1]).sum(dim=0)
    return dx, dw, db
