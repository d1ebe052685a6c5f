"""You take the ReLU's mask from the network's output and lay it over grad_out. There is no ReLU after the second layer: its output may be negative and still pass its gradient. The mask belongs between the layers, where z was above 0. Your mask also overwrites grad_out.

fails: test_gradient
"""


def ffn_forward(x, w1, b1, w2, b2):
    h = (x @ w1.T + b1).clamp(min=0)
    out = h @ w2.T + b2
    return out, (x, h, out, w1, w2)


def ffn_backward(grad_out, cache):
    x, h, out, w1, w2 = cache
    if grad_out.is_contiguous():
        grad_out[out <= 0] = 0
    else:
        grad_out = grad_out * (out > 0)
    g = grad_out.reshape(-1, grad_out.shape[-1])
    dh = grad_out @ w2
    d = dh.reshape(-1, dh.shape[-1])
    dw2 = g.T @ h.reshape(-1, h.shape[-1])
    dw1 = d.T @ x.reshape(-1, x.shape[-1])
    return dh @ w1, dw1, d.sum(dim=0), dw2, g.sum(dim=0)
