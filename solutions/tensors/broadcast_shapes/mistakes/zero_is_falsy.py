"""You treat a size of 0 as if it were missing. 0 is a size like any other: it fits 0 and 1, and nothing else.

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
            other = other or 1
            if size != 1 and other != 1 and size != other:
                raise ValueError("shapes do not broadcast")
            size = other if size == 1 else size
        result.append(size)
    return result
