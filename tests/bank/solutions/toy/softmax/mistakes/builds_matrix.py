"""You build a matrix per row to sum it.

fails: test_memory
"""


def row_softmax(x, scale=1.0):
    if scale < 0:
        raise ValueError
    y = scale * x
    w = (y - y.amax(-1, keepdim=True)).exp()
    return w / w.unsqueeze(-2).repeat(*[1] * (w.ndim - 1), w.shape[-1], 1).sum(-1)
