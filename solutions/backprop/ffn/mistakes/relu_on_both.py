"""You put a ReLU behind the second layer too, forward and backward, and count a unit at exactly 0 as open. The output layer is linear, so that it can be negative; and at 0 the derivative is 0 here.

fails: test_forward
"""


def rows(t):
    return t.reshape(-1, t.shape[-1])


def ffn_forward(x, w1, b1, w2, b2):
    z = x @ w1.T + b1
    h = z.clamp(min=0)
    out = (h @ w2.T + b2).clamp(min=0)
    return out, (x, z, h, out, w1, w2)


def ffn_backward(grad_out, cache):
    x, z, h, out, w1, w2 = cache
    grad_out = grad_out * (out > 0)
    dz = grad_out @ w2 * (z >= 0)
    dw2 = rows(grad_out).T @ rows(h)
    dw1 = rows(dz).T @ rows(x)
    return dz @ w1, dw1, rows(dz).sum(dim=0), dw2, rows(grad_out).sum(dim=0)
