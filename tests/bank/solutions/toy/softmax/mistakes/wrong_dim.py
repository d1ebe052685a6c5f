"""You normalise over the first dimension.

fails: test_values
"""


def row_softmax(x, scale=1.0):
    if scale < 0:
        raise ValueError
    y = scale * x
    w = (y - y.amax(-1, keepdim=True)).exp()
    return w / w.sum(0, keepdim=True)
