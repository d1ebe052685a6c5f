"""You leave out the dimensions in which all sizes are 1. Broadcasting never removes a dimension: (1, 1) with (1,) is (1, 1).

fails: test_single_numbers
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
            size = other if size == 1 else size
        if size != 1:
            result.append(size)
    return result
