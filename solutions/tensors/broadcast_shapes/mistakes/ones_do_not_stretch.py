"""You ask for equal sizes in every dimension. A size of 1 stretches to any other: (4, 1) with (1, 3) is (4, 3).

fails: test_two_shapes
"""


def broadcast_shapes(shapes):
    shapes = [list(shape) for shape in shapes]
    rank = max((len(shape) for shape in shapes), default=0)
    padded = [[1] * (rank - len(shape)) + shape for shape in shapes]
    result = []
    for sizes in zip(*padded):
        size = sizes[0]
        for other in sizes:
            if size != other and other is not sizes[0]:
                raise ValueError("shapes do not broadcast")
            size = other if size == 1 else size
        result.append(size)
    return result
