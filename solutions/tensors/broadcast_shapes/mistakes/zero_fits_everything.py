"""You let a size of 0 fit every other size. An empty dimension does not stretch, and nothing stretches to it but a 1: (0,) with (3,) raises.

fails: test_size_zero_is_a_size
"""


def broadcast_shapes(shapes):
    shapes = [list(shape) for shape in shapes]
    rank = max((len(shape) for shape in shapes), default=0)
    padded = [[1] * (rank - len(shape)) + shape for shape in shapes]
    result = []
    for sizes in zip(*padded):
        size = 1
        for other in sizes:
            if size > 1 and other > 1 and size != other:
                raise ValueError("shapes do not broadcast")
            size = other if size == 1 else min(size, other) if other != 1 else size
        result.append(size)
    return result
