"""You take the maximum of the sizes. That is right until a size is 0: 0 against 1 broadcasts to 0, for a dimension without elements has none after stretching either. Take the size that is not 1.

fails: test_size_zero
"""


def broadcast_shapes(shapes):
    shapes = [list(shape) for shape in shapes]
    rank = max((len(shape) for shape in shapes), default=0)
    padded = [[1] * (rank - len(shape)) + shape for shape in shapes]
    result = []
    for sizes in zip(*padded):
        size = 1
        for other in sizes:
            if size != 1 and other != 1 and size != other:
                raise ValueError("shapes do not broadcast")
            size = max(size, other)
        result.append(size)
    return result
