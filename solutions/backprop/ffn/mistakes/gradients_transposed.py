"""Your weights' gradients are `(inputs, outputs)`, transposed. A gradient has the shape of its parameter; where sizes are alike, the update goes to the wrong cells.

fails: test_shape
"""


def rows(t):
    return t.reshape(-1, t.shape[-1])


def ffn_forward(x, w1, b1, w2, b2):
    z = x @ w1.T + b1
    h = z.clamp(min=0)
    out = h @ w2.T + b2
    return out, (x, z, h, out, w1, b1, w2, b2)


def ffn_backward(grad_out, cache):
    x, z, h, out, w1, b1, w2, b2 = cache
    dw2 = rows(h).T @ rows(grad_out)
    db2 = rows(grad_out).sum(dim=0)
    dh = grad_out @ w2
    dz = dh * (z > 0)
    dw1 = rows(x).T @ rows(dz)
    db1 = rows(dz).sum(dim=0)
    dx = dz @ w1
    return dx, dw1, db1, dw2, db2
