"""You accept a negative scale in silence.

fails: test_bad_scale
"""


def row_softmax(x, scale=1.0):
    y = scale * x
    w = (y - y.amax(-1, keepdim=True)).exp()
    return w / w.sum(-1, keepdim=True)
