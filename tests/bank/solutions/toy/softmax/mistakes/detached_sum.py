"""You detach the sum, so its gradient is lost.

fails: test_gradient
"""


def row_softmax(x, scale=1.0):
    if scale < 0:
        raise ValueError
    y = scale * x
    w = (y - y.amax(-1, keepdim=True)).exp()
    return w / w.sum(-1, keepdim=True).detach()
