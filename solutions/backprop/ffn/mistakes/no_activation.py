"""Your network has no ReLU at all, forward or backward. Two linear layers in a row are one linear layer: there is nothing that a second one could add.

fails: test_forward
"""


def rows(t):
    return t.reshape(-1, t.shape[-1])


def ffn_forward(x, w1, b1, w2, b2):
    z = x @ w1.T + b1
    h = z
    out = h @ w2.T + b2
    return out, (x, z, h, out, w1, b1, w2, b2)


def ffn_backward(grad_out, cache):
    x, z, h, out, w1, b1, w2, b2 = cache
    dw2 = rows(grad_out).T @ rows(h)
    db2 = rows(grad_out).sum(dim=0)
    dh = grad_out @ w2
    dz = dh
    dw1 = rows(dz).T @ rows(x)
    db1 = rows(dz).sum(dim=0)
    dx = dz @ w1
    return dx, dw1, db1, dw2, db2
