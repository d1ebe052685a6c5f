"""You keep the forward pass's values in a global variable. The next forward pass overwrites them, and the first one's gradients are then made with the second one's values. Return them in the cache.

fails: test_two_passes_at_once
"""


def rows(t):
    return t.reshape(-1, t.shape[-1])


kept = []


def ffn_forward(x, w1, b1, w2, b2):
    z = x @ w1.T + b1
    h = z.clamp(min=0)
    out = h @ w2.T + b2
    kept[:] = [x, z, h, out, w1, b1, w2, b2]
    return out, None


def ffn_backward(grad_out, cache):
    x, z, h, out, w1, b1, w2, b2 = kept
    dw2 = rows(grad_out).T @ rows(h)
    db2 = rows(grad_out).sum(dim=0)
    dh = grad_out @ w2
    dz = dh * (z > 0)
    dw1 = rows(dz).T @ rows(x)
    db1 = rows(dz).sum(dim=0)
    dx = dz @ w1
    return dx, dw1, db1, dw2, db2
