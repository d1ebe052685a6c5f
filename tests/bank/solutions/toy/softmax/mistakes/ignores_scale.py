"""You never use scale.

fails: test_values
"""


def row_softmax(x, scale=1.0):
    if scale < 0:
        raise ValueError
    w = (x - x.amax(-1, keepdim=True)).exp()
    return w / w.sum(-1, keepdim=True)
