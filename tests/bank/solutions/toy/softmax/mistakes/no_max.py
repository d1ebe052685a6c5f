"""You do not subtract the maximum, so the exponentials overflow.

fails: test_extreme
"""


def row_softmax(x, scale=1.0):
    if scale < 0:
        raise ValueError
    w = (scale * x).exp()
    return w / w.sum(-1, keepdim=True)
