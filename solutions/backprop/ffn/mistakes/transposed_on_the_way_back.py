"""You multiply by the transposed weights on the way back. They are stored as `(outputs, inputs)`, so a gradient with the outputs last meets them as they stand.

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
    dw2 = rows(grad_out).T @ rows(h)
    db2 = rows(grad_out).sum(dim=0)
    dh = grad_out @ w2.T
    dz = dh * (z > 0)
    dw1 = rows(dz).T @ rows(x)
    db1 = rows(dz).sum(dim=0)
    dx = dz @ w1.T
    return dx, dw1, db1, dw2, db2
